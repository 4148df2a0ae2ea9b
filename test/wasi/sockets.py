#!/usr/bin/env python3
"""Tests of sockets: a small HTTP server that runs under `wrt run`, and clients.

    sockets.py --wrt build/release/bin/wrt [--sanitizer] [NAME…]

The server is test/guests/http-server.c, compiled by clang-19. It gets its socket by --listen (port 0; `-v` says which one it
became) or by LISTEN_FDS, as systemd passes it.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import argparse
import concurrent.futures
import http.client
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import unittest

SOURCE = pathlib.Path(__file__).resolve().parent.parent / "guests" / "http-server.c"
WRT = None
SERVER = None
SLOW = 1  # a sanitizer's factor
TIMEOUT = 60


class Server:
    """A running server. Use as a context; it has to end by itself when asked to."""

    def __init__(self, command, **options):
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, **options)

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if kind is not None:
            self.process.kill()
        self.rest = self.process.communicate(timeout=TIMEOUT * SLOW)[1]

    def read_ports(self, count):
        """The ports of "listening on" lines."""
        ports = []
        while len(ports) < count:
            line = self.process.stderr.readline()
            if not line:
                raise AssertionError("the server ended before it listened")
            found = re.search(r"descriptor (\d+): listening on (.*):(\d+)$", line)
            if found:
                ports.append(int(found[3]))
        return ports


def listening(*addresses, options=()):
    listen = [word for address in addresses for word in ("--listen", address)]
    return Server([WRT, "run", "-v", "--no-cache", *options, *listen, SERVER])


def expected_bytes(size):
    return (b"abcdefghijklmnopqrstuvwxyz" * (size // 26 + 1))[:size]


def ask(port, method, path, body=None, host="127.0.0.1", connection=None):
    own = connection or http.client.HTTPConnection(host, port, timeout=TIMEOUT * SLOW)
    own.request(method, path, body, {} if connection else {"Connection": "close"})
    response = own.getresponse()
    content = response.read()
    if connection is None:
        own.close()
    return response.status, content


class SocketTest(unittest.TestCase):
    def create_listener(self):
        listener = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(listener.close)
        return listener

    def quit(self, server, port, **options):
        self.assertEqual(ask(port, "GET", "/quit", **options)[0], 200)
        self.assertEqual(server.process.wait(TIMEOUT * SLOW), 0)

    def test_serves_1000_requests_one_after_the_other(self):
        with listening("127.0.0.1:0") as server:
            port = server.read_ports(1)[0]
            for i in range(1000):
                if i % 2:
                    self.assertEqual(ask(port, "GET", "/hello"), (200, b"hello"))
                else:
                    body = f"request {i}".encode() * (i % 50)
                    self.assertEqual(ask(port, "POST", "/echo", body), (200, body))
            self.quit(server, port)

    def test_serves_1000_requests_on_one_connection(self):
        with listening("127.0.0.1:0") as server:
            port = server.read_ports(1)[0]
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT * SLOW)
            for i in range(1000):
                self.assertEqual(ask(port, "GET", f"/bytes/{i}", connection=connection), (200, expected_bytes(i)))
            connection.close()
            self.quit(server, port)

    def test_serves_100_requests_at_once(self):
        with listening("127.0.0.1:0") as server:
            port = server.read_ports(1)[0]
            # All connections are open before the first request is sent.
            connections = [socket.create_connection(("127.0.0.1", port), TIMEOUT * SLOW) for _ in range(100)]
            sizes = [i * 4001 for i in range(100)]

            def request(each, size):
                each.sendall(f"GET /bytes/{size} HTTP/1.1\r\nConnection: close\r\n\r\n".encode())
                with each.makefile("rb") as answer:
                    return answer.read().partition(b"\r\n\r\n")[2]

            with concurrent.futures.ThreadPoolExecutor(100) as pool:
                for size, content in zip(sizes, pool.map(request, connections, sizes)):
                    self.assertEqual(content, expected_bytes(size))
            for each in connections:
                each.close()
            self.quit(server, port)

    def test_does_not_wait_for_a_slow_client(self):
        with listening("127.0.0.1:0") as server:
            port = server.read_ports(1)[0]
            # One that sends half a request, and one that does not fetch an answer that fits no buffer.
            slow = socket.create_connection(("127.0.0.1", port), TIMEOUT * SLOW)
            slow.sendall(b"GET /hel")
            deaf = socket.create_connection(("127.0.0.1", port), TIMEOUT * SLOW)
            deaf.sendall(b"GET /bytes/16000000 HTTP/1.1\r\n\r\n")
            self.assertEqual(ask(port, "GET", "/hello"), (200, b"hello"))
            slow.sendall(b"lo HTTP/1.1\r\n\r\n")
            self.assertIn(b"200", slow.recv(100))
            received = 0
            while received < 16000000:
                received += len(deaf.recv(1 << 20))
            slow.close()
            deaf.close()
            self.quit(server, port)

    def test_a_client_that_goes_away_ends_nothing_else(self):
        with listening("127.0.0.1:0") as server:
            port = server.read_ports(1)[0]
            for _ in range(20):
                gone = socket.create_connection(("127.0.0.1", port), TIMEOUT * SLOW)
                gone.sendall(b"GET /bytes/10000000 HTTP/1.1\r\n\r\n")
                gone.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                gone.close()  # with a reset
            self.assertEqual(ask(port, "GET", "/hello"), (200, b"hello"))
            self.quit(server, port)

    def test_listens_at_several_addresses_behind_folders(self):
        addresses = ["127.0.0.1:0", "127.0.0.1:0"] + (["[::1]:0"] if has_ipv6() else [])
        with listening(*addresses, options=["--dir", "/tmp::/tmp:ro"]) as server:
            ports = server.read_ports(len(addresses))
            for port, address in zip(ports, addresses):
                host = "::1" if address.startswith("[") else "127.0.0.1"
                self.assertEqual(ask(port, "GET", "/hello", host=host), (200, b"hello"))
            self.quit(server, ports[0])

    def test_takes_the_sockets_of_listen_fds(self):
        listener = self.create_listener()
        port = listener.getsockname()[1]
        # The shell's process becomes wrt's, and only it knows its number.
        script = f'exec 3<&{listener.fileno()}; LISTEN_PID=$$ LISTEN_FDS=1 exec "$0" run --no-cache "$1"'
        command = ["bash", "-c", script, WRT, SERVER]
        with Server(command, pass_fds=[listener.fileno()]) as server:
            self.assertEqual(ask(port, "GET", "/hello"), (200, b"hello"))
            self.quit(server, port)

    def test_listen_fds_of_another_process_is_not_taken(self):
        listener = self.create_listener()
        script = f'exec 3<&{listener.fileno()}; LISTEN_PID=1 LISTEN_FDS=1 exec "$0" run --no-cache "$1"'
        done = subprocess.run(["bash", "-c", script, WRT, SERVER], pass_fds=[listener.fileno()], capture_output=True,
                              text=True, timeout=TIMEOUT * SLOW, check=False)
        self.assertEqual((done.returncode, done.stderr), (2, "http-server: no socket to listen on\n"))

    def test_listen_fds_has_to_count_sockets(self):
        for count in ("2", "x", "-1", "99999"):
            script = f'exec 3</dev/null; LISTEN_PID=$$ LISTEN_FDS={count} exec "$0" run --no-cache "$1"'
            done = subprocess.run(["bash", "-c", script, WRT, SERVER], capture_output=True, text=True,
                                  timeout=TIMEOUT * SLOW, check=False)
            self.assertEqual(done.returncode, 1)
            self.assertRegex(done.stderr, "^wrt: LISTEN_FDS is .*(no socket|expected a number)")

    def test_an_address_that_is_taken_or_none_is_an_error(self):
        listener = self.create_listener()
        taken = f"127.0.0.1:{listener.getsockname()[1]}"
        for address, reason in ((taken, "Address already in use"), ("127.0.0.1", "expected ADDRESS:PORT"),
                                ("127.0.0.1:65536", "expected ADDRESS:PORT"), (":80", "expected ADDRESS:PORT"),
                                ("::1:80", "expected ADDRESS:PORT"), ("127.0.0.1:http", "expected ADDRESS:PORT")):
            done = subprocess.run([WRT, "run", "--listen", address, SERVER], capture_output=True, text=True,
                                  timeout=TIMEOUT * SLOW, check=False)
            self.assertEqual(done.returncode, 1)
            self.assertIn(f"cannot listen on {address}: {reason}", done.stderr)


def has_ipv6():
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
        return True
    except OSError:
        return False


def main():
    global WRT, SERVER, SLOW
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wrt", required=True)
    parser.add_argument("--sanitizer", action="store_true", help="the command is slow")
    parser.add_argument("names", nargs="*")
    arguments = parser.parse_args()
    WRT = str(pathlib.Path(arguments.wrt).resolve())
    SLOW = 10 if arguments.sanitizer else 1
    folder = tempfile.mkdtemp(prefix="wrt-sockets-")
    try:
        SERVER = os.path.join(folder, "http-server.wasm")
        subprocess.run(["clang-19", "--target=wasm32-wasi", "-O2", str(SOURCE), "-o", SERVER], check=True)
        unittest.main(argv=[sys.argv[0], *arguments.names])
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
