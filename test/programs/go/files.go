// Files and folders: everything that package os can ask of WASI, below one folder.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// files makes a tree below `root`, changes it in every way, walks it, and leaves it behind.
func files(root string) error {
	for _, step := range []func(string) error{makeTree, rename, appendAndTruncate, links, largeFile, mistakes, walk} {
		if err := step(root); err != nil {
			return err
		}
	}
	return nil
}

func makeTree(root string) error {
	for i := 0; i < 200; i++ {
		folder := filepath.Join(root, fmt.Sprintf("folder-%02d", i%20), fmt.Sprintf("deep-%d", i%3))
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return err
		}
		content := bytes.Repeat([]byte{byte(i)}, i*7)
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("file-%03d", i)), content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

func rename(root string) error {
	if err := os.Rename(filepath.Join(root, "folder-03"), filepath.Join(root, "renamed")); err != nil {
		return err
	}
	if err := os.Remove(filepath.Join(root, "folder-04", "deep-1", "file-004")); err != nil {
		return err
	}
	if err := os.RemoveAll(filepath.Join(root, "folder-05")); err != nil {
		return err
	}
	then := time.Date(2001, 2, 3, 4, 5, 6, 7000, time.UTC)
	kept := filepath.Join(root, "renamed", "deep-0", "file-003")
	if err := os.Chtimes(kept, then, then); err != nil {
		return err
	}
	info, err := os.Stat(kept)
	if err == nil {
		fmt.Println("time:", info.ModTime().UTC().Format(time.RFC3339Nano), info.Size(), info.Mode().IsRegular())
	}
	return err
}

func appendAndTruncate(root string) error {
	name := filepath.Join(root, "log")
	for i := 0; i < 10; i++ {
		file, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
		if err != nil {
			return err
		}
		fmt.Fprintf(file, "line %d\n", i)
		if err := file.Close(); err != nil {
			return err
		}
	}
	if err := os.Truncate(name, 30); err != nil {
		return err
	}
	file, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer file.Close()
	if _, err := file.WriteAt([]byte("LINE"), 7); err != nil {
		return err
	}
	if _, err := file.Seek(-9, io.SeekEnd); err != nil {
		return err
	}
	rest, err := io.ReadAll(file)
	fmt.Printf("rest: %q\n", rest)
	return err
}

func links(root string) error {
	if err := os.Symlink("log", filepath.Join(root, "link")); err != nil {
		return err
	}
	target, err := os.Readlink(filepath.Join(root, "link"))
	if err != nil {
		return err
	}
	through, err := os.ReadFile(filepath.Join(root, "link"))
	if err != nil {
		return err
	}
	fmt.Printf("link: %s, %d bytes\n", target, len(through))
	return os.Link(filepath.Join(root, "log"), filepath.Join(root, "hard"))
}

// largeFile compresses some megabytes into a file, and reads them back.
func largeFile(root string) error {
	name := filepath.Join(root, "large.gz")
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	written, packer := sha256.New(), gzip.NewWriter(file)
	to := bufio.NewWriterSize(io.MultiWriter(packer, written), 1<<16)
	for i := 0; i < 400000; i++ {
		fmt.Fprintf(to, "%d squared is %d\n", i, i*i)
	}
	if err := errors.Join(to.Flush(), packer.Close(), file.Close()); err != nil {
		return err
	}
	if file, err = os.Open(name); err != nil {
		return err
	}
	defer file.Close()
	unpacker, err := gzip.NewReader(bufio.NewReader(file))
	if err != nil {
		return err
	}
	read := sha256.New()
	count, err := io.Copy(read, unpacker)
	fmt.Printf("large: %d bytes, %x, same %v\n", count, written.Sum(nil), bytes.Equal(read.Sum(nil), written.Sum(nil)))
	return err
}

// mistakes must be told apart by their errors.
func mistakes(root string) error {
	_, missing := os.Open(filepath.Join(root, "no-such-file"))
	exists := os.Mkdir(filepath.Join(root, "renamed"), 0o755)
	notEmpty := os.Remove(filepath.Join(root, "renamed"))
	_, notFolder := os.ReadDir(filepath.Join(root, "log"))
	fmt.Println("mistakes:", errors.Is(missing, fs.ErrNotExist), errors.Is(exists, fs.ErrExist), notEmpty != nil, notFolder != nil)
	return nil
}

func walk(root string) error {
	return filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		if info.IsDir() {
			fmt.Println(path)
		} else {
			fmt.Println(path, info.Size(), entry.Type())
		}
		return nil
	})
}
