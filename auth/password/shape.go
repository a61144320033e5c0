package password

import (
	_ "embed"
	"slices"
	"strings"
	"unicode/utf8"
)

// The words that passwords are made of: passwords, names and English words, sorted, in lower
// case, from the frequency lists of the npm package zxcvbn (MIT; see words/LICENSE.txt).
// `node tools/words/update.mjs` writes them again.
var (
	//go:embed words/base.txt
	baseWords string
	//go:embed words/top.txt
	topWords string
)

const (
	shortestWord = 4
	longestWord  = 20
	maxLoose     = 4 // digits and signs without a pattern
	oneWord      = 100
)

// isShape reports whether the password is one word, or two of those that are used most, between
// digits, signs, years and walks along the keys: capitals and letters written as digits do not
// make it another.
func isShape(password string) bool {
	s := strings.ToLower(password)
	return isWoven(s) || isMadeOf(s, 1, baseWords) || isMadeOf(s, 2, topWords)
}

// isMadeOf reports whether that many words are enough, with few characters beside them.
func isMadeOf(s string, n int, words string) bool {
	cost := cheapest(s, words)
	return s != "" && cost/oneWord <= n && cost%oneWord <= maxLoose
}

// cheapest returns what the password costs a guesser: oneWord for each of the words, and one for
// each other character that belongs to no pattern; letters outside of words cost too much.
func cheapest(s, words string) int {
	cost := make([]int, len(s)+1)
	for end := 1; end <= len(s); end++ {
		cost[end] = cost[end-1] + looseCost(s[end-1])
		for start := max(0, end-longestWord); start < end; start++ {
			piece := s[start:end]
			switch {
			case isFiller(piece):
				cost[end] = min(cost[end], cost[start])
			case len(piece) >= shortestWord && isWord(piece, words):
				cost[end] = min(cost[end], cost[start]+oneWord)
			}
		}
	}
	return cost[len(s)]
}

func looseCost(c byte) int {
	if c >= utf8.RuneSelf || c >= 'a' && c <= 'z' || c == ' ' {
		return 10 * oneWord
	}
	return 1
}

// isFiller reports whether guessers put the piece beside a word: a year or a date, the same
// character again and again, or a walk along the keys.
func isFiller(piece string) bool {
	switch {
	case len(piece) < 3:
		return false
	case strings.Count(piece, piece[:1]) == len(piece):
		return true
	case isDigits(piece) && (isYear(piece) || isDate(piece)):
		return true
	}
	return strings.Contains(keyRows, piece) || isKeypadWalk(piece)
}

func isDigits(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}

func isYear(s string) bool {
	return len(s) == 4 && (strings.HasPrefix(s, "19") || strings.HasPrefix(s, "20"))
}

// isDate reads 31121999, 12311999 and 19991231.
func isDate(s string) bool {
	return len(s) == 8 && (isYear(s[:4]) && isDay(s[4:6], s[6:]) || isYear(s[4:]) && isDay(s[:2], s[2:4]))
}

// isDay reports whether the two are a day and a month, in whichever order.
func isDay(a, b string) bool {
	return a > "00" && b > "00" && min(a, b) <= "12" && max(a, b) <= "31"
}

// leets are the letters that people write as something else; 1 and ! stand for two of them.
var leets = []*strings.Replacer{
	strings.NewReplacer(),
	strings.NewReplacer(
		"@", "a", "4", "a", "8", "b", "3", "e", "9", "g", "1", "i", "!", "i", "0", "o", "$", "s", "5", "s",
		"7", "t", "+", "t", "2", "z",
	),
	strings.NewReplacer(
		"@", "a", "4", "a", "8", "b", "3", "e", "6", "g", "1", "l", "!", "l", "|", "l", "0", "o", "$", "s", "5", "s",
		"7", "t", "2", "z", "(", "c",
	),
}

// isWord reports whether the piece is a word, as it stands or read as one: a digit at its end
// is one that stands behind the word.
func isWord(piece, words string) bool {
	if isDigits(piece[len(piece)-1:]) {
		return holds(words, piece)
	}
	return slices.ContainsFunc(leets, func(leet *strings.Replacer) bool { return holds(words, leet.Replace(piece)) })
}

// holds reports whether one of the sorted lines is the word.
func holds(lines, word string) bool {
	lo, hi := 0, len(lines)
	for lo < hi { // both are the start of a line
		start := strings.LastIndexByte(lines[:(lo+hi)/2], '\n') + 1
		line, _, _ := strings.Cut(lines[start:], "\n")
		switch {
		case line == word:
			return true
		case line < word:
			lo = start + len(line) + 1
		default:
			hi = start
		}
	}
	return false
}

// isWoven reports whether every second character, and the others, are walks: a1b2c3d4e5f6.
func isWoven(s string) bool {
	var halves [2]strings.Builder
	for i := range len(s) {
		halves[i%2].WriteByte(s[i])
	}
	return len(s) >= 2*3 && isWalk(halves[0].String()) && isWalk(halves[1].String())
}
