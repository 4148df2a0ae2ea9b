// Maps, sorting, JSON, regular expressions and formatting, on what comes from standard input.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"math/big"
	"os"
	"regexp"
	"sort"
	"strings"
	"text/template"
)

// count is how often a word was seen, and where first.
type count struct {
	Word  string  `json:"word"`
	Times int     `json:"times"`
	First float64 `json:"first,omitempty"`
}

// text counts the words of a stream, and prints them in several manners.
func text(input io.Reader) error {
	counts, total := map[string]*count{}, 0
	words := bufio.NewScanner(input)
	words.Split(bufio.ScanWords)
	for words.Scan() {
		word := words.Text()
		if counts[word] == nil {
			counts[word] = &count{Word: word, First: float64(total) / 3}
		}
		counts[word].Times++
		total++
	}
	list := make([]*count, 0, len(counts))
	for _, one := range counts {
		list = append(list, one)
	}
	sort.Slice(list, func(i, j int) bool {
		return list[i].Times > list[j].Times || list[i].Times == list[j].Times && list[i].Word < list[j].Word
	})
	if err := throughJSON(list); err != nil {
		return err
	}
	vowels := regexp.MustCompile(`(?i)[aeiou](\w)`)
	fmt.Println(vowels.ReplaceAllString(strings.ToUpper("the quick brown fox"), "<$1>"))
	fmt.Printf("%8.3f|%-8s|%+d|%x|%e|%v|%T\n", math.Pi, "left", 42, "hex", 6.02e23, math.Inf(-1), list)
	fmt.Println(new(big.Int).Exp(big.NewInt(7), big.NewInt(500), nil))
	return template.Must(template.New("").Parse("{{range .}}{{.Word}}={{.Times}} {{end}}\n")).Execute(os.Stdout, list)
}

func throughJSON(list []*count) error {
	encoded, err := json.MarshalIndent(list, "", " ")
	if err != nil {
		return err
	}
	var decoded []count
	if err := json.Unmarshal(encoded, &decoded); err != nil {
		return err
	}
	fmt.Printf("%s\n%d\n", encoded, len(decoded))
	return nil
}
