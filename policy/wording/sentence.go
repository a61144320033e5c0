package wording

import (
	"strings"
	"unicode"
)

// danda ends a sentence in Bangla, and stands for nothing else.
const danda = '।'

// Sentences returns the sentences of a text, each a part of it to the letter. An empty line
// ends one, and so does a full stop with something behind it that can begin the
// next: "e.g. this" goes on.
func Sentences(text string) []string {
	var all []string
	for paragraph := range strings.SplitSeq(text, "\n\n") {
		start := 0
		runes := []rune(paragraph)
		for i, r := range runes {
			if strings.ContainsRune(".!?", r) && endsAt(runes, i) || r == danda {
				end := i + 1 + closing(runes[i+1:])
				all = appendSentence(all, string(runes[start:end]))
				start = end
			}
		}
		all = appendSentence(all, string(runes[start:]))
	}
	return all
}

func appendSentence(all []string, text string) []string {
	if text = strings.TrimSpace(text); !strings.ContainsFunc(text, IsWord) {
		return all
	}
	return append(all, text)
}

// closing is how many of the first runes still belong to the sentence before.
func closing(rest []rune) int {
	n := 0
	for n < len(rest) && strings.ContainsRune(`"')]*_”’`, rest[n]) {
		n++
	}
	return n
}

func endsAt(runes []rune, i int) bool {
	rest := runes[i+1+closing(runes[i+1:]):]
	if len(rest) == 0 || !unicode.IsSpace(rest[0]) {
		return len(rest) == 0
	}
	for _, r := range rest {
		if !unicode.IsSpace(r) {
			return !unicode.IsLower(r)
		}
	}
	return true
}
