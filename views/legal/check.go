package legal

import (
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/wording"
)

// Check is a sentence that bears a mark, with what it rests on.
type Check struct {
	policy.SentenceBasis
	Number int      // on the page, from 1
	Said   []string // the sentences of a translation that say it
}

// Id has a character that no anchor and no uid has.
func (c Check) Id() string { return "check_" + strconv.Itoa(c.Number) }

// place is the id on the page of what the sentence stands in: a block, or a heading.
func (c Check) place() string {
	if anchor, isHeading := policy.HeadingKey(c.Block); isHeading {
		return anchor
	}
	return c.Block
}

// CheckOf is the number of the check of a sentence of the block; 0 if there is none.
func (v Policy) CheckOf(b policy.Block, says string) int { return v.checkIn(b.UID, says) }

// checkIn finds the check by the place of the sentence. Of several that read alike it is the
// one that says least: none of them bears a mark that another one earned.
func (v Policy) checkIn(place, says string) int {
	found := 0
	for _, check := range v.Checks {
		if check.Block != place || !v.isSaid(check, says) {
			continue
		}
		if found == 0 || rank(check.Basis) < rank(v.Checks[found-1].Basis) {
			found = check.Number
		}
	}
	return found
}

// isSaid reports whether the sentence, in the language of the page, is the one of the check.
func (v Policy) isSaid(check Check, says string) bool {
	if v.Translated != nil {
		return slices.Contains(check.Said, says)
	}
	return check.Says == says
}

// rank orders the bases by how much they say.
func rank(b policy.Basis) int {
	return slices.Index([]policy.Basis{policy.NoBasis, policy.Attested, policy.Recognized}, b)
}

// headingMark is the mark of a heading that says something.
func (v Policy) headingMark(key, title string) string {
	return v.checkMark(v.checkIn(key, title))
}

// checked are the sentences of which something is checked, and unchecked the others with a mark.
func (v Policy) checked() []Check {
	return slices.DeleteFunc(slices.Clone(v.Checks), func(c Check) bool { return !c.IsChecked() })
}

func (v Policy) unchecked() []Check {
	return slices.DeleteFunc(slices.Clone(v.Checks), func(c Check) bool { return c.IsChecked() })
}

// markAt are characters of Unicode's private use, which no document may hold:
// each stands for the mark behind a sentence while Markdown is rendered.
const markAt = '\uE100'

// marked puts a placeholder behind each sentence of the text that bears a mark. Of several in a
// row that are stated as the same kind, the last one bears it.
func (v Policy) marked(b policy.Block, text string) string {
	sentences := wording.Sentences(text)
	numbers := v.checksOf(b, text, sentences)
	var out strings.Builder
	for i, sentence := range sentences {
		before, after, _ := strings.Cut(text, sentence)
		out.WriteString(before + sentence)
		if goesOn := i+1 < len(numbers) && v.isSameKind(numbers[i], numbers[i+1]); numbers[i] > 0 && !goesOn {
			out.WriteRune(markAt + rune(numbers[i]))
		}
		text = after
	}
	return out.String() + text
}

// checksOf are the numbers of the checks of the sentences; 0 for one without. Where Markdown puts
// the ends of sentences elsewhere, they are looked for as they are written.
func (v Policy) checksOf(b policy.Block, text string, sentences []string) []int {
	shown := wording.Markdown(text).PlainSentences()
	numbers := make([]int, len(sentences))
	for i, sentence := range sentences {
		if len(shown) == len(sentences) {
			sentence = shown[i].Text
		}
		numbers[i] = v.CheckOf(b, sentence)
	}
	return numbers
}

// isSameKind reports whether both are stated as the same kind.
func (v Policy) isSameKind(n, m int) bool {
	if n == 0 || m == 0 {
		return false
	}
	a, b := v.Checks[n-1], v.Checks[m-1]
	return !a.IsChecked() && !b.IsChecked() && a.Stated == b.Stated
}

// unmarked puts the marks of the block in the places of their placeholders.
func (v Policy) unmarked(b policy.Block, html string) string {
	for _, check := range v.Checks {
		if check.Block == b.UID {
			html = strings.ReplaceAll(html, string(markAt+rune(check.Number)), v.checkMark(check.Number))
		}
	}
	return html
}

// wordsOf are those of the language that the sentence of the check stands in.
func (v Policy) wordsOf(check Check) pageWords {
	if len(check.Said) > 0 {
		return v.words()
	}
	return english
}

// mark is what stands behind a sentence. Kind is what it says in words; "" for a tick.
type mark struct{ class, label, kind string }

// checkMark leads to what is checked. It is a tick if the sentence says just that, a hollow
// mark if a person confirmed so, and the kind of the sentence in words if nothing is checked. It
// speaks the language of the sentence. The style sheet draws it: the text stays the text.
func (v Policy) checkMark(n int) string {
	i := slices.IndexFunc(v.Checks, func(c Check) bool { return c.Number == n })
	if i < 0 {
		return ""
	}
	return v.markOf(v.Checks[i]).html(n)
}

func (v Policy) markOf(check Check) mark {
	words := v.wordsOf(check)
	switch {
	case check.Basis == policy.NoBasis:
		kind := english.stated(check.Stated)
		return mark{class: "stated", label: english.NotChecked + ": " + kind, kind: kind}
	case v.isUnaudited():
		return mark{}
	case v.Observed:
		return v.observedMark(check, words)
	case v.resultOf(check) == report.Fails:
		return contradictedMark
	}
	return tickOf(check, words)
}

// tickOf is the tick of a sentence of which something is checked.
func tickOf(check Check, words pageWords) mark {
	if check.Basis != policy.Recognized {
		return mark{class: "checked checked-related", label: words.CheckedRelated}
	}
	return mark{class: "checked", label: words.Checked}
}

// html is the link to what is checked under that number; "" without a mark. A mark in words may
// begin a line.
func (m mark) html(n int) string {
	if m == (mark{}) {
		return ""
	}
	gap, kind := "", ""
	if m.kind != "" {
		gap, kind = "<wbr>", ` data-kind="`+templ.EscapeString(m.kind)+`"`
	}
	return gap + `<a class="` + m.class + `" href="#check_` + strconv.Itoa(n) + `"` + kind +
		` aria-label="` + templ.EscapeString(m.label) + `"></a>`
}
