// A benchmark of what Go programs do: integers, floats, hashing, maps, garbage and sorting in equal rounds.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

package main

import (
	"crypto/sha256"
	"fmt"
	"sort"
)

// node is a tree that lives for one round.
type node struct{ left, right *node }

func grow(depth int) *node {
	if depth == 0 {
		return &node{}
	}
	return &node{grow(depth - 1), grow(depth - 1)}
}

func (n *node) size() int {
	if n == nil {
		return 0
	}
	return 1 + n.left.size() + n.right.size()
}

// benchmark prints a checksum of each round.
func benchmark(rounds int) error {
	for round := 0; round < rounds; round++ {
		fmt.Println(round, sieve(2000000), product(160, round), hash(4<<20, round), tally(300000, round), grow(17).size(), order(300000, round))
	}
	return nil
}

func sieve(limit int) int {
	composite, primes := make([]bool, limit), 0
	for i := 2; i < limit; i++ {
		if composite[i] {
			continue
		}
		primes++
		for j := i * i; j < limit; j += i {
			composite[j] = true
		}
	}
	return primes
}

func product(size, seed int) float64 {
	a, b := make([]float64, size*size), make([]float64, size*size)
	for i := range a {
		a[i], b[i] = float64((i+seed)%7), float64(i%11)
	}
	trace := 0.0
	for i := 0; i < size; i++ {
		for j := 0; j < size; j++ {
			sum := 0.0
			for k := 0; k < size; k++ {
				sum += a[i*size+k] * b[k*size+j]
			}
			if i == j {
				trace += sum
			}
		}
	}
	return trace
}

func hash(bytes, seed int) string {
	block := make([]byte, bytes)
	for i := range block {
		block[i] = byte(i * (seed + 1))
	}
	return fmt.Sprintf("%.8x", sha256.Sum256(block))
}

func tally(count, seed int) int {
	seen, number := map[uint32]int{}, uint32(seed)
	for i := 0; i < count; i++ {
		number = number*1664525 + 1013904223
		seen[number>>12]++
	}
	return len(seen)
}

func order(count, seed int) uint32 {
	numbers, number := make([]uint32, count), uint32(seed)
	for i := range numbers {
		number = number*1664525 + 1013904223
		numbers[i] = number
	}
	sort.Slice(numbers, func(i, j int) bool { return numbers[i] < numbers[j] })
	return numbers[count/2]
}
