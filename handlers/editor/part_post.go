package editor

import (
	"errors"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/form"
	"github.com/prokken/prokken/policy/wording"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/validation"
	editorview "github.com/prokken/prokken/views/editor"
)

// partPost is what the form of a part sends: which part, what was read of it,
// and the fields.
type partPost struct {
	on        *site.Site
	form      editorview.PartForm
	values    url.Values
	hadNUL    bool // in what was typed, and is taken out
	retired   []string
	migration *policy.ClaimMigration
	before    policy.Document // as the change met it
}

func (s *Handler) readPart(c echo.Context) (*partPost, error) {
	v, err := c.FormParams()
	if err != nil {
		return nil, errors.Join(web.ErrBadInput, err)
	}
	hadNUL := web.HoldsNUL(v)
	for name, values := range v {
		for i := range values {
			v[name][i] = web.Printable(values[i])
		}
	}
	p := &partPost{on: web.Site(c), values: v, hadNUL: hadNUL, migration: &policy.ClaimMigration{Drop: dropped(v)}}
	p.form = editorview.PartForm{
		Key: v.Get("at"), Kind: v.Get("kind"), Read: v.Get("read_part"), Adding: v.Has("add"), To: v.Get("to"),
		After: v.Get("after"), Inside: v.Has("inside"), Drop: dropped(v),
	}
	if p.form.Kind == sectionKind {
		p.retired, err = p.on.Retired(c.Request().Context(), c.Param("slug"))
	}
	return p, err
}

// part is what the change is about; what is new is about nothing that is there.
func (p *partPost) part() string {
	if p.form.Kind == sectionKind || p.form.Kind == cookieKind && p.form.Adding {
		return ""
	}
	return p.form.Key
}

// noting remembers the document that the change met.
func (p *partPost) noting(change policy.Change) policy.Change {
	return func(d policy.Document) (policy.Document, error) {
		p.before = d
		return change(d)
	}
}

// isGone reports whether what was to be changed is not there any more.
func (p *partPost) isGone(_ site.Draft, found validation.Errors) bool {
	if p.form.Kind == titleKind || found["document"] == "" || p.before.Slug == "" {
		return false
	}
	if p.form.Adding {
		return p.form.Kind != sectionKind && p.form.Kind != cookieKind && !hasPlace(p.before, p.form.To)
	}
	return !p.before.Has(p.form.Key)
}

func hasPlace(doc policy.Document, anchor string) bool {
	_, found := doc.Section(anchor)
	return found || anchor == policy.Intro
}

// change is what the form asks for, or what of it cannot be read.
func (p *partPost) change() (policy.Change, validation.Errors) {
	title := form.Line(p.values, "title")
	switch p.form.Kind {
	case titleKind:
		return policy.SetTitle(title), nil
	case headingKind:
		return policy.SetHeading(strings.TrimSuffix(p.form.Key, ".title"), title), nil
	case sectionKind:
		return policy.AddSection(p.form.To, p.form.Inside, title, p.retired), nil
	case cookieKind:
		return p.cookieChange()
	}
	kind, known := block.FindKind(p.form.Kind)
	if !known {
		return p.blockChange(policy.Block{UID: p.form.Key}), validation.Errors{form.Whole: wording.Empty}
	}
	b, invalid := policy.ReadBlock(p.form.Key, kind, p.values)
	return p.blockChange(b), invalid
}

// blockChange keeps the claims of the block, whatever the form knows of them.
// What is added is changed if it is there already: the button was pressed twice.
func (p *partPost) blockChange(b policy.Block) policy.Change {
	return func(d policy.Document) (policy.Document, error) {
		now, there := d.Block(b.UID)
		if !there && p.form.Adding {
			return policy.AddBlock(p.form.To, p.form.After, b)(d)
		}
		b.Claims = now.Claims
		return policy.SetBlock(b)(d)
	}
}

func (p *partPost) cookieChange() (policy.Change, validation.Errors) {
	name := strings.TrimPrefix(p.form.Key, "cookie.")
	if p.form.Adding {
		name = ""
	}
	_, invalid := p.readCookie(policy.Document{}, name)
	return keepingConsent(p.on, func(d policy.Document) (policy.Document, error) {
		declared, _ := p.readCookie(d, name)
		return policy.SetCookie(name, declared)(d)
	}), invalid
}

// readCookie reads the fields over what is declared now. Before the document is
// known, one of the program's own cookies is as it has to be.
func (p *partPost) readCookie(d policy.Document, name string) (cookie.Declaration, validation.Errors) {
	now, found := d.Cookie(name)
	if bounds, ours := boundsOf(p.on, name); ours && !found {
		now = cookie.Declaration{
			Name:     name,
			Category: cookie.Necessary,
			Path:     bounds.Path,
			HTTPOnly: true,
			Secure:   true,
			SameSite: cookie.Lax,
		}
	}
	return readCookie(p.on, p.values, now)
}

// carriedBefore is what the page said of claims that were taken along since it
// was opened.
func (p *partPost) carriedBefore() []policy.Carried {
	uids, was, now := p.values["carried_uid"], p.values["carried_was"], p.values["carried_now"]
	var all []policy.Carried
	for i := range min(len(uids), len(was), len(now), maxCarried) {
		all = append(all, policy.Carried{UID: uids[i], Was: form.DocumentLines(was[i]), Now: form.DocumentLines(now[i])})
	}
	return all
}

// carriedIn are the claims that the address names, as far as they are there.
func carriedIn(c echo.Context, doc policy.Document) []policy.Carried {
	var all []policy.Carried
	uids, now := c.QueryParams()["carried"], c.QueryParams()["now"]
	for i := range min(len(uids), len(now), maxCarried) {
		all = append(all, policy.Carried{UID: uids[i], Now: now[i]})
	}
	return (&policy.ClaimMigration{}).Since(all, doc)
}

const maxCarried = 50

// consentChanged reports whether the cookie that remembers choices came or went with the change.
func (p *partPost) consentChanged(after policy.Document) bool {
	_, was := p.before.Cookie(string(cookie.Consent))
	_, is := after.Cookie(string(cookie.Consent))
	return was != is && p.on.IsOwn()
}

// keyNow is the key of the part after the change.
func (p *partPost) keyNow(doc policy.Document) string {
	switch p.form.Kind {
	case sectionKind:
		return doc.Added(p.before) + ".title"
	case cookieKind:
		if _, ours := boundsOf(p.on, strings.TrimPrefix(p.form.Key, "cookie.")); !ours {
			return "cookie." + strings.TrimSpace(p.values.Get("name"))
		}
	}
	return p.form.Key
}

// shownFields are the fields as they were typed.
func (s *Handler) shownFields(c echo.Context, p *partPost, doc policy.Document) []form.Field {
	return s.partForm(c, doc, p.form, p.values).Fields
}

// dropped are the sentences whose checks go with them.
func dropped(v url.Values) []string {
	var all []string
	for _, says := range v["drop"] {
		all = append(all, form.DocumentLines(says))
	}
	return all
}
