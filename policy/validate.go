package policy

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/wording"
	"github.com/prokken/prokken/validation"
)

// Limits that no honest policy comes near.
const (
	maxTitle    = 200
	maxAnchor   = 100
	maxBlocks   = 1_000
	maxSections = 1_000
	maxCookies  = 200
)

var anchorForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// CookiePolicy is the document that declares this site's cookies.
const CookiePolicy = "cookie-policy"

// Validate returns models.Invalid with a message for every field at fault, under
// the key of its place: "title", a block's uid, "anchor.title",
// "cookie.prokken_access".
func (d Document) Validate() error {
	v := d.check()
	if d.Slug == CookiePolicy {
		v.needs()
	}
	return v.result()
}

// ValidateOther is Validate for the document of any site: its Cookie Policy need not declare
// what this program sets.
func (d Document) ValidateOther() error { return d.check().result() }

func (d Document) check() *validator {
	v := &validator{document: d, problems: validation.Errors{}, names: map[string]bool{}}
	if !isAnchor(d.Slug) {
		v.problems["slug"] = fmt.Sprintf("%q is not like cookie-policy", d.Slug)
	}
	v.text("title", d.Title, maxTitle)
	v.blocks("intro", d.Intro)
	v.sections(d.Sections, 1)
	v.cookies()
	v.size()
	return v
}

func (v *validator) result() error {
	if len(v.problems) > 0 {
		return v.problems
	}
	return nil
}

// needs refuses what the program could not run with.
func (v *validator) needs() {
	if err := cookie.CheckNeeds(v.document.Cookies); err != nil {
		v.problems["cookies"] = err.Error()
	}
}

type validator struct {
	document Document
	problems validation.Errors
	names    map[string]bool // anchors and uids: both are ids on the page
	count    int
}

func isAnchor(text string) bool { return len(text) <= maxAnchor && anchorForm.MatchString(text) }

func (v *validator) sections(sections []Section, depth int) {
	for i, s := range sections {
		key := s.Anchor
		if !isAnchor(s.Anchor) {
			key = fmt.Sprintf("section %d", i+1)
			v.problems[key] = fmt.Sprintf("%q is not an anchor like what-are-cookies", s.Anchor)
		}
		v.name(key, "anchor", s.Anchor)
		if depth > 2 {
			v.problems[key] = "sections go two levels deep"
			continue
		}
		v.text(key+".title", s.Title, maxTitle)
		v.blocks(key, s.Blocks)
		v.sections(s.Sections, depth+1)
	}
}

func (v *validator) name(key, what, name string) {
	switch {
	case v.names[name]:
		v.problems[key] = fmt.Sprintf("the %s %q stands twice", what, name)
	case slices.Contains(pageNames, name):
		v.problems[key] = fmt.Sprintf("%q is a name that the page itself uses", name)
	}
	v.names[name] = true
}

func (v *validator) blocks(anchor string, blocks []Block) {
	for i, b := range blocks {
		v.count++
		key := b.UID
		if !isAnchor(b.UID) {
			key = fmt.Sprintf("%s, block %d", anchor, i+1)
			v.problems[key] = fmt.Sprintf("%q is not a uid like contact-1", b.UID)
		}
		v.name(key, "uid", b.UID)
		v.block(key, b)
	}
}

func (v *validator) block(key string, b Block) {
	if b.IsEmpty() {
		v.problems[key] = "A block holds one kind of content, and some."
		return
	}
	for _, text := range b.Content.Texts() {
		v.field(key, text)
	}
	if problem := b.Content.Problem(); problem != "" {
		v.problems[key] = problem
	}
	for _, c := range b.Claims {
		v.claim(key, b, c)
	}
}

func (v *validator) field(key string, t block.Text) {
	if t.Words != "" || t.Required {
		v.text(key, t.Words, wording.MaxText)
	}
	if problem := wording.Markdown(t.Words).Problem(); t.Markdown && problem != "" {
		v.problems[key] = problem
	}
}

// text refuses what no page can show.
func (v *validator) text(key, text string, maxLength int) {
	if problem := wording.Check(text, maxLength); problem != "" {
		v.problems[key] = problem
	}
}

// claim wants words that stand in the block, and something to check.
func (v *validator) claim(key string, b Block, c claim.Claim) {
	v.text(key, c.Says, wording.MaxText)
	quoted := slices.ContainsFunc(
		v.document.quotable(b),
		func(text string) bool { return strings.Contains(text, c.Says) },
	)
	switch {
	case strings.TrimSpace(c.Says) == "":
		v.problems[key] = "Say which sentence the claim is about."
	case !quoted:
		v.problems[key] = fmt.Sprintf("A claim is about %q, which does not stand here.", c.Says)
	case len(c.Check(claim.Evidence{})) == 0:
		v.problems[key] = fmt.Sprintf("The claim about %q checks nothing.", c.Says)
	}
	for _, condition := range c.Conditions {
		if problem := condition.Problem(); problem != "" {
			v.problems[key] = problem
		}
	}
}

func (v *validator) cookies() {
	seen := map[string]bool{}
	for _, c := range v.document.Cookies {
		key := "cookie." + c.Name
		if err := c.Validate(); err != nil {
			v.problems[key] = err.Error()
		} else {
			v.text(key, c.Purpose, wording.MaxText)
		}
		if c.Party != "" {
			v.text(key, c.Party, maxTitle)
		}
		if seen[c.Name] {
			v.problems[key] = fmt.Sprintf("%s is declared twice", c.Name)
		}
		seen[c.Name] = true
	}
	if len(seen) > maxCookies {
		v.problems["cookies"] = fmt.Sprintf("%d cookies are more than %d", len(seen), maxCookies)
	}
}
