package editor

import (
	"cmp"
	"slices"
	"strings"

	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/form"
	"github.com/prokken/prokken/validation"
)

// blockMenu are the kinds of blocks as the editor offers them.
func blockMenu() []*block.Kind {
	return slices.SortedFunc(
		slices.Values(block.Kinds()),
		func(a, b *block.Kind) int { return cmp.Compare(a.Menu, b.Menu) },
	)
}

// BlockWords are the first words of a block, for the outline.
func BlockWords(b policy.Block) string {
	if b.IsEmpty() {
		return ""
	}
	return clip(b.Content.Name(), 60)
}

// clip is the start of a text, in one line.
func clip(text string, most int) string {
	runes := []rune(strings.Join(strings.Fields(text), " "))
	if len(runes) <= most {
		return string(runes)
	}
	return strings.TrimSpace(string(runes[:most])) + "…"
}

// removingCosts says what it costs to check less.
func removingCosts(p Place) string {
	if p.Customer {
		return "Removing a check is more than a change of wording: the list of versions says that this sentence is no longer checked."
	}
	return "Removing a check is more than a change of wording: subscribers and members are told that this sentence " +
		"is no longer checked, and a second admin has to approve it, if there is one."
}

// checkedWhen says when a sentence is checked.
func checkedWhen(p Place) string {
	if p.Customer {
		return "You cannot publish anything that an audit of the site contradicts."
	}
	return "Before every publication, the server checks that it is true."
}

// CheckForm adds a check to a sentence of a block.
type CheckForm struct {
	Place
	At        string
	Read      string
	Sentences []string
	Says      string
	Kind      *claim.Kind // nil while it is to be chosen
	Fields    []form.Field
	Invalid   validation.Errors
}

// chosen reports whether the sentence is the one that is selected: the first,
// before there was a choice.
func (f CheckForm) chosen(sentence string) bool {
	return sentence == f.Says || f.Says == "" && sentence == f.Sentences[0]
}

// menu are the kinds of checks as the editor offers them.
func (f CheckForm) menu() []*claim.Kind {
	return slices.SortedFunc(
		slices.Values(claim.Kinds()),
		func(a, b *claim.Kind) int { return cmp.Compare(a.Menu, b.Menu) },
	)
}
