package views

import (
	"net/url"
	"strings"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/policy"
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

// claimWords say what each kind of check makes sure of.
var claimWords = map[policy.ClaimKind]string{
	policy.ClaimCookie:         "A cookie is declared, with certain properties",
	policy.ClaimAllCookies:     "All cookies, or some, have a property",
	policy.ClaimNoCookies:      "There are no cookies of a type",
	policy.ClaimOnlyThese:      "There are these cookies and no others",
	policy.ClaimCookieCount:    "There are exactly so many cookies",
	policy.ClaimOutlives:       "One cookie lives longer than another",
	policy.ClaimNeeded:         "Nobody can stay logged in without these cookies",
	policy.ClaimNoThirdParty:   "Nobody else sets a cookie",
	policy.ClaimNothingLoaded:  "Pages load nothing from certain hosts",
	policy.ClaimConsentBefore:  "We ask before cookies of a type are set",
	policy.ClaimDatedByPublish: "“Last updated” follows each publication",
}

// CheckForm adds a check to a sentence of a block.
type CheckForm struct {
	Slug, At  string
	Read      string
	Sentences []string
	Says      string
	Kind      policy.ClaimKind // "" while it is to be chosen
	Fields    []EditField
	Invalid   models.Invalid
}

// chosen reports whether the sentence is the one that is selected: the first,
// before there was a choice.
func (f CheckForm) chosen(sentence string) bool {
	return sentence == f.Says || f.Says == "" && sentence == f.Sentences[0]
}

// ClaimFields are the fields of a kind of check, filled in.
func ClaimFields(kind policy.ClaimKind, v url.Values, invalid models.Invalid, declared []cookie.Declaration) []EditField {
	m := fieldMaker{v, invalid}
	names := cookieOptions(declared)
	anyOf := func(options []Option) []Option { return append([]Option{{"", "Whatever it is"}}, options...) }
	traits := []EditField{
		m.choice("category", "Its category", "", anyOf(categoryOptions())), m.choice("same_site", "Its SameSite", "", anyOf(sameSiteOptions())),
		m.tick("http_only", "It is HttpOnly", ""), m.tick("secure", "It is Secure", ""),
	}
	switch kind {
	case policy.ClaimCookie:
		return append([]EditField{
			m.choice("name", "Cookie", "", names), m.text("path", "Its path (empty: whatever it is)", ""), m.lifetime("Its lifetime (empty: whatever it is)", "", unitOptions()),
		}, traits...)
	case policy.ClaimAllCookies:
		return append([]EditField{m.ticks("names", "Which cookies", "None ticked: every one.", names)}, traits...)
	case policy.ClaimNoCookies:
		return []EditField{m.ticks("categories", "Types", "", categoryOptions())}
	case policy.ClaimConsentBefore:
		return []EditField{m.ticks("categories", "Types", "", categoryOptions()[1:])}
	case policy.ClaimOnlyThese, policy.ClaimNeeded:
		return []EditField{m.ticks("names", "Cookies", "", names)}
	case policy.ClaimCookieCount:
		f := m.text("count", "How many", "")
		f.Type = "number"
		return []EditField{f}
	case policy.ClaimOutlives:
		return []EditField{m.choice("name", "This one", "", names), m.choice("than", "lives longer than", "", names)}
	case policy.ClaimNothingLoaded:
		return []EditField{m.text("hosts", "Hosts", "Like stripe.com, with blanks between them."), m.tick("elsewhere", "Any host but ours", "")}
	default: // nothing to fill in
	}
	return nil
}
