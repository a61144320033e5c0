package grammar_test

import (
	"os"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/grammar"
	"github.com/prokken/prokken/policy/grammar/discourse"
)

// corpusEntry is an entry of a file in testdata/corpus, whose header explains the fields.
type corpusEntry struct {
	Text      string
	Sentences []string
	Lie       int
	Place     string
	Row       string
	For       string
	Kind      string
}

func corpus(t testing.TB, file string) []corpusEntry {
	t.Helper()
	text, err := os.ReadFile("testdata/corpus/" + file)
	if err != nil {
		t.Fatal(err)
	}
	var all []corpusEntry
	if err := yaml.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// judged is what the grammar makes of an entry.
type judged string

const (
	ticked  judged = "ticked"
	untrue  judged = "refused as false"
	refused judged = "refused for a character"
	unread  judged = "unread"
)

// judge reads an entry in its place. A sentence that is false decides over one that holds.
func judge(t testing.TB, e corpusEntry, evidence claim.Evidence, c discourse.Context) judged {
	t.Helper()
	c.Row = e.Row
	texts := e.Sentences
	if texts == nil {
		texts = []string{e.Text}
	}
	found := unread
	for i, text := range texts {
		for _, says := range plain(text) {
			r, err := grammar.Read(says, c)
			if err != nil {
				return refused
			}
			switch {
			case r.Untrue(evidence) != "":
				return untrue
			case r.Holds(evidence) && (e.Lie == 0 || i == e.Lie-1):
				found = ticked
			}
			c = r.Next(c)
		}
	}
	return found
}

// TestCorpusOfLies: no lie of the corpus bears a tick. The corpus was written by somebody who
// had not read the grammar.
func TestCorpusOfLies(t *testing.T) {
	c, evidence := own(t)
	counts := map[judged]int{}
	for _, e := range corpus(t, "lies.yaml") {
		found := judge(t, e, evidence, c)
		counts[found]++
		if found == ticked {
			t.Errorf("%s, %s %s: a lie is ticked: %q %q", e.Kind, e.Place, e.Row, e.Text, e.Sentences)
		}
	}
	t.Logf("lies: %v", counts)
}

// TestCorpusOfHonestSentences: none is refused, and at least 60 are recognized.
func TestCorpusOfHonestSentences(t *testing.T) {
	c, evidence := own(t)
	c.Before = both
	counts := map[judged]int{}
	for _, e := range corpus(t, "honest.yaml") {
		found := judge(t, e, evidence, c)
		counts[found]++
		if found == untrue || found == refused {
			t.Errorf("%s %s: an honest sentence is %s: %q", e.Place, e.Row, found, e.Text)
		}
	}
	t.Logf("honest sentences: %v", counts)
	if counts[ticked] < 60 {
		t.Errorf("%d are recognized", counts[ticked])
	}
}
