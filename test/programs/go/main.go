// Workout puts Go's runtime and standard library to work, one part per command, and prints only what is the same everywhere.
//
// It is built natively and for GOOS=wasip1, and both must do the same.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

package main

import (
	"errors"
	"fmt"
	"os"
	"strconv"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "workout:", err)
		os.Exit(1)
	}
}

func run(words []string) error {
	if len(words) == 0 {
		return errors.New("a command is missing: goroutines, files FOLDER, text, panic, benchmark ROUNDS")
	}
	switch command, rest := words[0], words[1:]; {
	case command == "goroutines" && len(rest) == 0:
		return goroutines()
	case command == "files" && len(rest) == 1:
		return files(rest[0])
	case command == "text" && len(rest) == 0:
		return text(os.Stdin)
	case command == "panic" && len(rest) == 0:
		return recoverAndPanic()
	case command == "benchmark" && len(rest) == 1:
		rounds, err := strconv.Atoi(rest[0])
		if err != nil {
			return err
		}
		return benchmark(rounds)
	}
	return fmt.Errorf("cannot do %q", words)
}
