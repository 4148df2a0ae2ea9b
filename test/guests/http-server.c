// A small HTTP server on the sockets that the program was given: one thread, no call that waits but poll().
//
//   GET /hello      "hello"
//   GET /bytes/N    N bytes, the i-th being 'a' + i % 26
//   POST /echo      what was sent
//   GET /quit       the program ends when this has been answered
//
// Connections stay open unless the client asks otherwise. test/wasi/sockets.py is the client.
//
// RUN: wrt run %wasm
// EXIT: 2
// STDERR: http-server: no socket to listen on
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum { kMaxSockets = 512, kMaxRequest = 64 << 10, kMaxBytes = 16 << 20 };

struct connection {
  char* request;  // kMaxRequest bytes
  size_t received;
  char* answer;
  size_t size, sent;
  bool closes, quits;
};

static struct pollfd sockets[kMaxSockets];
static struct connection* connections[kMaxSockets];  // null for a listening socket
static nfds_t count;
static bool quit;

static void add_socket(int fd, struct connection* connection) {
  sockets[count] = (struct pollfd){.fd = fd, .events = POLLIN};
  connections[count++] = connection;
}

static void remove_socket(nfds_t i) {
  close(sockets[i].fd);
  if (connections[i]->quits) quit = true;
  free(connections[i]->request);
  free(connections[i]->answer);
  free(connections[i]);
  --count;
  sockets[i] = sockets[count];
  connections[i] = connections[count];
}

static void find_listeners(void) {
  struct stat stat;
  for (int fd = 3; fstat(fd, &stat) == 0; ++fd) {
    if (S_ISSOCK(stat.st_mode) && fcntl(fd, F_SETFL, O_NONBLOCK) == 0) add_socket(fd, NULL);
  }
}

static void accept_all(int listener) {
  while (count < kMaxSockets) {
    int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
    if (fd < 0) {
      if (errno != EAGAIN) perror("accept");
      return;
    }
    struct connection* connection = calloc(1, sizeof *connection);
    connection->request = malloc(kMaxRequest + 1);
    add_socket(fd, connection);
  }
}

// Makes the answer: a head, and a body of `size` bytes for the caller to fill in.
static char* begin_answer(struct connection* c, int code, size_t size) {
  char head[128];
  int length = snprintf(head, sizeof head, "HTTP/1.1 %d -\r\nContent-Length: %zu\r\n%s\r\n", code, size,
                        c->closes ? "Connection: close\r\n" : "");
  c->answer = malloc((size_t)length + size);
  memcpy(c->answer, head, (size_t)length);
  c->size = (size_t)length + size;
  c->sent = 0;
  return c->answer + length;
}

static void answer_request(struct connection* c, const char* body, size_t body_size) {
  size_t size = 0;
  if (strncmp(c->request, "GET /hello ", 11) == 0) {
    memcpy(begin_answer(c, 200, 5), "hello", 5);
  } else if (strncmp(c->request, "POST /echo ", 11) == 0) {
    memcpy(begin_answer(c, 200, body_size), body, body_size);
  } else if (sscanf(c->request, "GET /bytes/%zu ", &size) == 1 && size <= kMaxBytes) {
    char* bytes = begin_answer(c, 200, size);
    for (size_t i = 0; i < size; ++i) bytes[i] = (char)('a' + i % 26);
  } else if (strncmp(c->request, "GET /quit ", 10) == 0) {
    c->closes = c->quits = true;
    begin_answer(c, 200, 0);
  } else {
    begin_answer(c, 404, 0);
  }
}

// Answers the request if all of it is there. False if it can never be.
static bool take_request(struct connection* c) {
  c->request[c->received] = '\0';
  char* end = strstr(c->request, "\r\n\r\n");
  if (end == NULL) return c->received < kMaxRequest;
  size_t body_size = 0;
  for (char* line = strstr(c->request, "\r\n"); line < end; line = strstr(line + 2, "\r\n")) {
    if (strncasecmp(line + 2, "content-length:", 15) == 0) body_size = strtoul(line + 17, NULL, 10);
    if (strncasecmp(line + 2, "connection: close", 17) == 0) c->closes = true;
  }
  char* body = end + 4;
  size_t head_size = (size_t)(body - c->request);
  if (body_size > kMaxRequest - head_size) return false;
  if (c->received < head_size + body_size) return true;
  answer_request(c, body, body_size);
  c->received -= head_size + body_size;
  memmove(c->request, body + body_size, c->received);
  return true;
}

// Each moves the connection on as far as it goes without waiting; false when it is over.
static bool receive(struct pollfd* socket, struct connection* c) {
  ssize_t size = recv(socket->fd, c->request + c->received, kMaxRequest - c->received, 0);
  if (size < 0) return errno == EAGAIN;
  if (size == 0) return false;
  c->received += (size_t)size;
  if (!take_request(c)) return false;
  if (c->answer != NULL) socket->events = POLLOUT;
  return true;
}

static bool transmit(struct pollfd* socket, struct connection* c) {
  ssize_t size = send(socket->fd, c->answer + c->sent, c->size - c->sent, 0);
  if (size < 0) return errno == EAGAIN;
  c->sent += (size_t)size;
  if (c->sent < c->size) return true;
  free(c->answer);
  c->answer = NULL;
  if (c->closes) {
    shutdown(socket->fd, SHUT_WR);
    return false;
  }
  socket->events = POLLIN;
  if (c->received > 0 && !take_request(c)) return false;
  if (c->answer != NULL) socket->events = POLLOUT;
  return true;
}

int main(void) {
  find_listeners();
  if (count == 0) {
    fprintf(stderr, "http-server: no socket to listen on\n");
    return 2;
  }
  while (!quit) {
    if (poll(sockets, count, -1) < 0) {
      perror("poll");
      return 1;
    }
    for (nfds_t i = count; i-- > 0;) {
      short events = sockets[i].revents;
      if (events == 0) continue;
      if (connections[i] == NULL) {
        accept_all(sockets[i].fd);
      } else if (!((sockets[i].events & POLLIN) != 0 ? receive : transmit)(&sockets[i], connections[i])) {
        remove_socket(i);
      }
    }
  }
  return 0;
}
