// Package rendering says in other languages what the grammar recognizes in English. Nothing is
// parsed: a translated sentence says what is checked if it is one of the sentences here. A new
// language is a file with a table of words; a new kind of statement is a case in statement.go and
// a form in each table. Package policy calls it, and the page on which admins translate.
package rendering

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/prokken/prokken/policy/claim"
)

// Sentences returns the sentences in the language, a BCP 47 code, that say what the conditions of
// one recognized sentence say: all of them in one sentence first, then each by itself. There are
// none for a language without words here, and none for a condition that no form says.
func Sentences(code string, says []claim.Condition) []string {
	l, found := languages[code]
	if !found {
		return nil
	}
	clauses := l.clausesOf(says)
	all := l.joined(clauses)
	if len(says) > 1 {
		all = append(all, slices.Concat(clauses...)...)
	}
	return l.sentences(all)
}

// Whole returns those of the [Sentences] that say all that the conditions say, and leave nothing out.
func Whole(code string, says []claim.Condition) []string {
	l := languages[code]
	return l.sentences(l.joined(l.clausesOf(says)))
}

func (l language) clausesOf(says []claim.Condition) [][]string {
	clauses := make([][]string, len(says))
	for i, condition := range says {
		clauses[i] = l.clauses(condition)
	}
	return clauses
}

// sentences are the clauses as one writes them by themselves.
func (l language) sentences(clauses []string) []string {
	for i, clause := range clauses {
		if !l.caseless {
			clause = upperFirst(clause)
		}
		clauses[i] = clause + l.stop
	}
	return clauses
}

// joined returns the clauses in one sentence, the first form of each and then the second; none
// where one of them cannot be said.
func (l language) joined(clauses [][]string) []string {
	var all []string
	for form := 0; ; form++ {
		parts, isNew := make([]string, len(clauses)), false
		for i, forms := range clauses {
			if len(forms) == 0 {
				return nil
			}
			isNew = isNew || form < len(forms)
			parts[i] = forms[min(form, len(forms)-1)]
		}
		if !isNew {
			return all
		}
		all = append(all, strings.Join(parts, l.and))
	}
}

// Says reports whether the sentence is one of those that say what the conditions say, or some of
// them. Case, blanks, digits and the mark at the end make no difference.
func Says(code, sentence string, conditions []claim.Condition) bool {
	folded := fold(sentence)
	return slices.ContainsFunc(Sentences(code, conditions), func(s string) bool { return fold(s) == folded })
}

// fold returns the sentence as it is compared.
func fold(sentence string) string {
	text := strings.Map(foldRune, norm.NFC.String(sentence))
	text = strings.Join(strings.Fields(text), " ")
	if without, cut := strings.CutSuffix(text, "."); cut {
		return without
	}
	return strings.TrimSuffix(text, "।")
}

// foldRune returns the plain form of a character: lower case, and European digits.
func foldRune(r rune) rune {
	if '০' <= r && r <= '৯' {
		return '0' + r - '০'
	}
	return unicode.ToLower(r)
}

// upperFirst returns the text with a capital at its beginning, unless that is a name of a cookie,
// which is written as it is.
func upperFirst(text string) string {
	first, rest, _ := strings.Cut(text, " ")
	if strings.ContainsAny(first, "_0123456789.") {
		return text
	}
	runes := []rune(first)
	return strings.TrimSpace(strings.ToUpper(string(runes[:1])) + string(runes[1:]) + " " + rest)
}
