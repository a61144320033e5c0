package policy

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/models"
)

// Limits that no honest policy comes near.
const (
	longestText  = 20_000
	longestTitle = 200
	mostBlocks   = 1_000
)

var anchorForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// CookiePolicy is the document that declares this site's cookies.
const CookiePolicy = "cookie-policy"

// Validate returns models.Invalid with a message for every field at fault; the
// fields are named as in [Document.Words].
func (d Document) Validate() error {
	v := validator{problems: models.Invalid{}, anchors: map[string]bool{}}
	if !anchorForm.MatchString(d.Slug) {
		v.problems["slug"] = fmt.Sprintf("%q is not like cookie-policy", d.Slug)
	}
	v.text("title", d.Title, longestTitle)
	v.blocks("intro", d.Intro)
	v.sections(d.Sections, 1)
	v.cookies(d)
	if v.count > mostBlocks {
		v.problems["document"] = fmt.Sprintf("%d blocks are more than %d", v.count, mostBlocks)
	}
	if len(v.problems) > 0 {
		return v.problems
	}
	return nil
}

type validator struct {
	problems models.Invalid
	anchors  map[string]bool
	count    int
}

func (v *validator) sections(sections []Section, depth int) {
	for i, s := range sections {
		key := s.Anchor
		if !anchorForm.MatchString(s.Anchor) {
			key = fmt.Sprintf("section %d", i+1)
			v.problems[key] = fmt.Sprintf("%q is not an anchor like what-are-cookies", s.Anchor)
		}
		if v.anchors[s.Anchor] {
			v.problems[key] = fmt.Sprintf("the anchor %q stands twice", s.Anchor)
		}
		if depth > 2 {
			v.problems[key] = "sections go two levels deep"
		}
		v.anchors[s.Anchor] = true
		v.text(key+".title", s.Title, longestTitle)
		v.blocks(key, s.Blocks)
		v.sections(s.Sections, depth+1)
	}
}

func (v *validator) blocks(key string, blocks []Block) {
	for i, b := range blocks {
		v.count++
		v.block(fmt.Sprintf("%s.%d", key, i), b)
	}
}

func (v *validator) block(key string, b Block) {
	if n := b.kinds(); n != 1 {
		v.problems[key] = "a block holds one kind of content, and some"
		return
	}
	for _, words := range b.texts() {
		v.text(key, words, longestText)
	}
	for _, words := range append(b.List, b.Prose) {
		if problem := words.problem(); problem != "" {
			v.problems[key] = problem
		}
	}
}

// text refuses what no page can show.
func (v *validator) text(key, text string, longest int) {
	switch {
	case !strings.ContainsFunc(text, isWord):
		v.problems[key] = "Please write something here."
	case !utf8.ValidString(text) || strings.ContainsFunc(text, isControl):
		v.problems[key] = "This holds characters that no page can show."
	case len(text) > longest:
		v.problems[key] = fmt.Sprintf("At most %d characters, please.", longest)
	}
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

func isControl(r rune) bool { return unicode.IsControl(r) && r != '\n' }

func (v *validator) cookies(d Document) {
	seen := map[string]bool{}
	for _, c := range d.Cookies {
		if err := c.Validate(); err != nil {
			v.problems["cookies"] = err.Error()
		}
		if seen[c.Name] {
			v.problems["cookies"] = fmt.Sprintf("%s is declared twice", c.Name)
		}
		seen[c.Name] = true
	}
	if d.Slug == CookiePolicy {
		if err := cookie.CheckNeeds(d.Cookies); err != nil {
			v.problems["cookies"] = err.Error()
		}
	}
}
