package legal

import (
	"fmt"
	"strings"

	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/views/display"
)

// verdictWords are the words of the verdict in one language.
type verdictWords struct {
	Sentences plural // how many the version has
	Holds     plural // %[1]s: how many hold, which decides on the form; %[2]s: of how many sentences
	Fails     plural // how many an audit contradicts, none saw, and nothing checks
	Unseen    plural
	Stated    plural

	NotYet string // nothing was checked of this version
	Looked string // the first %s: a day; the second: a browser; the third: where it looked
	// What a tick means where an audit saw it, and where the server checks it; and a hollow tick.
	Browser, Server, Related string
	See, Title               string
}

var englishVerdict = verdictWords{
	Sentences: plural{"%s sentence", "%s sentences"},
	Holds:     plural{"%[1]s of %[2]s holds", "%[1]s of %[2]s hold"},
	Fails:     plural{"%s is contradicted", "%s are contradicted"},
	Unseen:    plural{"%s was not seen", "%s were not seen"},
	Stated:    plural{"%s is stated", "%s are stated"},
	NotYet:    "This version has not been checked yet", Looked: "Checked on %s in %s%s.",
	Browser: "a browser saw that it holds", Server: "the server checks just this",
	Related: "the same, in words that a person confirmed", See: "See what was checked", Title: "What was checked",
}

var germanVerdict = verdictWords{
	Sentences: plural{"%s Satz des englischen Originals", "%s Sätzen des englischen Originals"},
	Holds:     plural{"%[1]s von %[2]s stimmt", "%[1]s von %[2]s stimmen"},
	Fails:     plural{"%s ist widerlegt", "%s sind widerlegt"},
	Unseen:    plural{"%s wurde nicht gesehen", "%s wurden nicht gesehen"},
	Stated:    plural{"%s wird nicht geprüft", "%s werden nicht geprüft"},
	NotYet:    "Diese Fassung ist noch nicht geprüft", Looked: "Geprüft am %s mit %s%s.",
	Browser: "ein Browser hat gesehen, dass es stimmt", Server: "der Server prüft genau das",
	Related: "ebenso, in Worten, die ein Mensch bestätigt hat", See: "Was geprüft wurde", Title: "Das Ergebnis der Prüfung",
}

var banglaVerdict = verdictWords{
	Sentences: plural{"ইংরেজি মূল পাঠের %sটি বাক্যের", "ইংরেজি মূল পাঠের %sটি বাক্যের"},
	Holds:     plural{"%[2]s মধ্যে %[1]sটি সত্য", "%[2]s মধ্যে %[1]sটি সত্য"},
	Fails:     plural{"%sটি অসত্য", "%sটি অসত্য"},
	Unseen:    plural{"%sটি দেখা যায়নি", "%sটি দেখা যায়নি"},
	Stated:    plural{"%sটি যাচাই করা হয় না", "%sটি যাচাই করা হয় না"},
	NotYet:    "এই সংস্করণ এখনও যাচাই করা হয়নি", Looked: "%s তারিখে %s দিয়ে যাচাই করা হয়েছে%s।",
	Browser: "একটি ব্রাউজার দেখেছে যে কথাটি সত্য", Server: "সার্ভার ঠিক এটাই যাচাই করে",
	Related: "একই কথা, যার শব্দ একজন মানুষ নিশ্চিত করেছেন", See: "কী যাচাই করা হয়েছে", Title: "যাচাইয়ের ফল",
}

// of returns the form that the number takes.
func (p plural) of(n int64) string {
	if n == 1 {
		return p.One
	}
	return p.Several
}

// count returns the verdict as a sentence without its end: "20 of 26 sentences hold, 6 are stated".
func (w pageWords) count(c Verdict) string {
	number := func(n int64) string { return w.number(display.Number(n)) }
	of := w.Verdict
	words := fmt.Sprintf(of.Holds.of(c.Holds), number(c.Holds), fmt.Sprintf(of.Sentences.of(c.All), number(c.All)))
	for _, part := range []struct {
		n     int64
		words plural
	}{{c.Fails, of.Fails}, {c.Unseen, of.Unseen}, {c.Stated, of.Stated}} {
		if part.n > 0 {
			words += ", " + fmt.Sprintf(part.words.of(part.n), number(part.n))
		}
	}
	return words
}

// looked is what stands before the day on which the audit looked, and behind it: with which browser,
// and, where the page is in the original, where.
func (v Policy) looked() (before, behind string) {
	before, behind, _ = strings.Cut(v.words().Verdict.Looked, "%s")
	where := ""
	if v.language() == policy.Original {
		where = v.whereWords()
	}
	return before, fmt.Sprintf(behind, v.Audited.Browser(), where)
}

// tickWords say what a tick on the page means.
func (v Policy) tickWords() string {
	if v.Observed {
		return v.words().Verdict.Browser
	}
	return v.words().Verdict.Server
}
