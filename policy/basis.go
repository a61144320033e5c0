package policy

import "github.com/prokken/prokken/policy/grammar/lexicon"

// Basis says why a sentence of a policy may be published.
type Basis string

// The bases of a sentence: see [SentenceBasis].
const (
	// Recognized: the grammar reads the sentence, and what it says holds.
	Recognized Basis = "recognized"
	// Attested: a person confirmed that the sentence means what is checked.
	Attested Basis = "attested"
	// NoBasis: nothing is checked. A person confirmed what kind of sentence it is, or it is a
	// title that says nothing.
	NoBasis Basis = "none"
)

// Stated is the kind of a sentence that nothing checks, in the words that readers see.
type Stated string

// The kinds of stated sentences.
const (
	Title            Stated = "title" // names what follows, and says nothing
	Intention        Stated = Stated(lexicon.Intention)
	Law              Stated = Stated(lexicon.Law)
	GeneralKnowledge Stated = Stated(lexicon.GeneralKnowledge)
	Others           Stated = Stated(lexicon.Others)
	NotCheckable     Stated = Stated(lexicon.NotCheckable)
)

// StatedKinds are those that a person can confirm, in the order in which they are offered.
var StatedKinds = []Stated{Intention, Law, GeneralKnowledge, Others, NotCheckable}

// SentenceBasis is a sentence, a heading, a caption or another text of a document with what it
// rests on. It is part of the signed record of a version.
type SentenceBasis struct {
	Block  string   `json:"block"`           // the uid of its block, or the key of the heading: "contact.title"
	Says   string   `json:"says"`            // as the page shows it, without Markdown
	Label  bool     `json:"label,omitempty"` // a heading, a caption or a name, and no sentence
	Name   bool     `json:"name,omitempty"`  // a label that is the name of somebody or something
	Basis  Basis    `json:"basis"`
	Stated Stated   `json:"stated,omitempty"` // where there is no basis
	Checks []string `json:"checks,omitempty"` // what is checked, in words
	// Confirmed says who confirmed the meaning or the kind; nil where nobody had to.
	Confirmed *Confirmation `json:"confirmed,omitempty"`
}

// IsChecked reports whether something is checked of the sentence.
func (s SentenceBasis) IsChecked() bool { return s.Basis == Recognized || s.Basis == Attested }

// Coverage counts the sentences of a version by what they rest on. Labels that say nothing are
// counted apart.
type Coverage struct {
	Recognized int `json:"recognized"`
	Attested   int `json:"attested"`
	Stated     int `json:"stated"`
	Labels     int `json:"labels"`
}

// CoverageOf counts the sentences. A heading that a person had to confirm counts as one.
func CoverageOf(sentences []SentenceBasis) Coverage {
	var c Coverage
	for _, s := range sentences {
		switch {
		case s.Basis == Recognized:
			c.Recognized++
		case s.Basis == Attested:
			c.Attested++
		case s.Stated == Title || s.Name:
			c.Labels++
		default:
			c.Stated++
		}
	}
	return c
}

// Checked returns how many sentences something is checked of.
func (c Coverage) Checked() int { return c.Recognized + c.Attested }

// Sentences returns how many sentences there are.
func (c Coverage) Sentences() int { return c.Checked() + c.Stated }
