package grammar_test

import (
	"flag"
	"hash/fnv"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/grammar"
	"github.com/prokken/prokken/policy/grammar/token"
)

var update = flag.Bool("update", false, "write testdata/mutations.golden; read the difference")

// goldenFile lists the mutations that are recognized and hold. A person has read each of them and
// found that it is so.
const (
	goldenFile        = "testdata/mutations.golden"
	programGoldenFile = "testdata/program_mutations.golden"
)

// TestMutations puts every word of the vocabulary in place of and before every word of the shipped
// policy's sentences, takes every word out and exchanges neighbours. What is recognized and holds
// then is on a list that a person has read. One in ten is tried, all 290,000 with
// PROKKEN_MUTATIONS=all.
func TestMutations(t *testing.T) {
	t.Parallel()
	_, evidence := own(t)
	compareMutations(t, goldenFile, seed(t), evidence)
}

// TestMutationsOfProgramSentences does the same with sentences about what the program does.
func TestMutationsOfProgramSentences(t *testing.T) {
	t.Parallel()
	c, evidence := program(t)
	var sentences []seedSentence
	for _, says := range programSentences {
		sentences = append(sentences, seedSentence{says: says, context: c})
	}
	compareMutations(t, programGoldenFile, sentences, evidence)
}

func compareMutations(t *testing.T, file string, sentences []seedSentence, evidence claim.Evidence) {
	t.Helper()
	isAll := *update || os.Getenv("PROKKEN_MUTATIONS") == "all"
	var taken []string
	var mu sync.Mutex
	var wait sync.WaitGroup
	for _, s := range sentences {
		wait.Go(func() {
			mine := mutationsThatHold(s, evidence, isAll)
			mu.Lock()
			defer mu.Unlock()
			taken = append(taken, mine...)
		})
	}
	wait.Wait()
	slices.Sort(taken)
	taken = slices.Compact(taken)
	if *update {
		if err := os.WriteFile(file, []byte(strings.Join(taken, "\n")+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	golden := strings.Split(strings.TrimSpace(string(text)), "\n")
	golden = slices.DeleteFunc(golden, func(row string) bool { return !isAll && !isTried(row) })
	if diff := cmp.Diff(golden, taken); diff != "" {
		t.Error(diff)
	}
}

// isTried reports whether the mutation is one of the tenth.
func isTried(text string) bool {
	hash := fnv.New32a()
	hash.Write([]byte(text))
	return hash.Sum32()%10 == 0
}

func mutationsThatHold(s seedSentence, evidence claim.Evidence, isAll bool) []string {
	var held []string
	if r, err := grammar.Read(s.says, s.context); err != nil || !r.Holds(evidence) {
		return nil
	}
	folded, _ := token.Fold(s.says)
	for mutation := range mutations(strings.Fields(folded)) {
		text := strings.Join(mutation, " ")
		if !isAll && !isTried(text) {
			continue
		}
		if r, err := grammar.Read(text, s.context); err == nil && r.Holds(evidence) {
			held = append(held, text)
		}
	}
	return held
}

// mutations returns the words with one of them replaced, one added, one taken out, or two
// exchanged.
func mutations(words []string) func(yield func([]string) bool) {
	vocabulary := append(
		grammar.Vocabulary(),
		access, refresh, "Prokken", "Prokken's", "two", "three", "24", "7", "day", "days", "hours", "/api/auth",
	)
	return func(yield func([]string) bool) {
		for i := range words {
			without := slices.Delete(slices.Clone(words), i, i+1)
			if !yield(without) || i > 0 && !yield(slices.Insert(slices.Clone(without), i-1, words[i])) {
				return
			}
			for _, word := range vocabulary {
				if word != words[i] && !yield(slices.Insert(slices.Clone(without), i, word)) {
					return
				}
				if !yield(slices.Insert(slices.Clone(words), i, word)) {
					return
				}
			}
		}
	}
}
