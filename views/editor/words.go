package editor

import (
	"cmp"
	"slices"
	"strings"

	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/form"
	"github.com/prokken/prokken/validation"
)

// kindWords name the kinds of blocks, and say what each is for.
var kindWords = map[policy.Kind][2]string{
	policy.KindProse:              {"Text", "Paragraphs with links and emphasis."},
	policy.KindList:               {"List", "Points, one a line."},
	policy.KindInShort:            {"In short", "What the section means, in a box of its own."},
	policy.KindCookieTable:        {"Cookie table", "The declared cookies. It makes itself."},
	policy.KindSecurityProperties: {"Security properties", "What the cookies have in common. Each line is checked."},
	policy.KindBrowserSteps:       {"Browser steps", "Where browsers keep their cookie settings."},
	policy.KindThirdParties:       {"Third parties", "Who else takes part, and for what."},
	policy.KindRelated:            {"Related policies", "Links to the other policies. They make themselves."},
	policy.KindContact:            {"Contact", "Whom to ask."},
	policy.KindChanges:            {"Changes", "What the newest versions changed. It makes itself."},
}

// KindWords is what a kind of block is called.
func KindWords(k policy.Kind) string { return kindWords[k][0] }

// BlockWords are the first words of a block, for the outline.
func BlockWords(b policy.Block) string {
	text := ""
	switch b.Kind() {
	case policy.KindProse:
		text = string(b.Prose)
	case policy.KindInShort:
		text = string(b.InShort)
	case policy.KindList:
		text = string(b.List[0])
	case policy.KindCookieTable:
		text = b.CookieTable.Caption
	case policy.KindBrowserSteps:
		text = b.BrowserSteps[0].Name
	case policy.KindThirdParties:
		text = b.ThirdParties[0].Name
	case policy.KindContact:
		text = b.Contact.Organisation
	default: // makes itself
	}
	return clip(text, 60)
}

// clip is the start of a text, in one line.
func clip(text string, most int) string {
	runes := []rune(strings.Join(strings.Fields(text), " "))
	if len(runes) <= most {
		return string(runes)
	}
	return strings.TrimSpace(string(runes[:most])) + "…"
}

// CheckForm adds a check to a sentence of a block.
type CheckForm struct {
	Slug, At  string
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
