// Goroutines, channels, mutexes, timers and panics.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

// goroutines lets many of them hand values around in ways whose outcome does not depend on who runs when.
func goroutines() error {
	fmt.Println("pipeline:", pipeline(1000, 200))
	fmt.Println("workers:", workers(64, 20000))
	fmt.Println("mutex:", countLocked(100, 500))
	fmt.Println("rendezvous:", pingPong(20000))
	return timers()
}

// pipeline sends numbers through a chain of goroutines, each of which adds one.
func pipeline(stages, numbers int) int {
	first := make(chan int)
	last := first
	for i := 0; i < stages; i++ {
		from, to := last, make(chan int)
		go func() {
			defer close(to)
			for n := range from {
				to <- n + 1
			}
		}()
		last = to
	}
	go func() {
		defer close(first)
		for i := 0; i < numbers; i++ {
			first <- i
		}
	}()
	sum := 0
	for n := range last {
		sum += n
	}
	return sum
}

// workers shares jobs among goroutines and adds up what they answer.
func workers(count, jobs int) uint64 {
	queue, answers := make(chan uint64, 16), make(chan uint64, 16)
	var group sync.WaitGroup
	for i := 0; i < count; i++ {
		group.Add(1)
		go func() {
			defer group.Done()
			for job := range queue {
				answers <- job * job % 1000003
			}
		}()
	}
	go func() {
		for i := 0; i < jobs; i++ {
			queue <- uint64(i)
		}
		close(queue)
		group.Wait()
		close(answers)
	}()
	var sum uint64
	for answer := range answers {
		sum += answer
	}
	return sum
}

// countLocked lets goroutines write one map under a lock, and one counter without.
func countLocked(count, times int) string {
	var mutex sync.Mutex
	var group sync.WaitGroup
	var atomically atomic.Int64
	seen := map[int]int{}
	for i := 0; i < count; i++ {
		group.Add(1)
		go func() {
			defer group.Done()
			for j := 0; j < times; j++ {
				mutex.Lock()
				seen[j]++
				mutex.Unlock()
				atomically.Add(1)
			}
		}()
	}
	group.Wait()
	return fmt.Sprint(len(seen), seen[0], seen[times-1], atomically.Load())
}

func pingPong(rounds int) int {
	ping, pong := make(chan int), make(chan int)
	go func() {
		for n := range ping {
			pong <- n + 1
		}
		close(pong)
	}()
	n := 0
	for i := 0; i < rounds; i++ {
		ping <- n
		n = <-pong
	}
	close(ping)
	return n
}

// timers sleeps, ticks and times out: the order of what happens is given by the durations.
func timers() error {
	order := make(chan string, 3)
	for _, wait := range []time.Duration{60, 20, 40} {
		go func(wait time.Duration) {
			time.Sleep(wait * time.Millisecond)
			order <- fmt.Sprint(int(wait))
		}(wait)
	}
	fmt.Println("sleepers:", <-order, <-order, <-order)

	limit, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer cancel()
	select {
	case <-limit.Done():
		fmt.Println("timeout:", limit.Err())
	case <-time.After(time.Minute):
		return errors.New("the timeout came too late")
	}
	ticker := time.NewTicker(2 * time.Millisecond)
	defer ticker.Stop()
	for i := 0; i < 5; i++ {
		<-ticker.C
	}
	fmt.Println("five ticks")
	return nil
}

// recoverAndPanic recovers from what the language itself panics on, then lets one panic end the program.
func recoverAndPanic() error {
	try := func(name string, action func()) {
		defer func() { fmt.Println(name+":", recover()) }()
		action()
	}
	var nobody *struct{ field [4]int }
	var none map[string]int
	zero, list := 0, []int{1, 2, 3}
	try("nil pointer", func() { fmt.Println(nobody.field) })
	try("nil map", func() { none["a"] = 1 })
	try("division", func() { fmt.Println(1 / zero) })
	try("index", func() { fmt.Println(list[len(list)+zero]) })
	try("conversion", func() { fmt.Println(any(list).(string)) })
	panic("as asked")
}
