package editor

import (
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/form"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/validation"
	editorview "github.com/prokken/prokken/views/editor"
)

const (
	titleKind   = "title"
	headingKind = "heading"
	sectionKind = "section" // a new one
	cookieKind  = "cookie"
)

// askedPart is the form of the part that the address names, as it is stored; not
// found: there is no such part, and the title takes its place.
func (s *Handler) askedPart(c echo.Context, draft site.Draft) (editorview.PartForm, bool) {
	if add := c.QueryParam("add"); add != "" {
		return s.newPart(c, draft.Document, add)
	}
	at := c.QueryParam("at")
	if at == "" {
		at = titleKind
	}
	if !draft.Document.Has(at) {
		form, _ := s.storedPart(c, draft.Document, titleKind)
		return form, false
	}
	return s.storedPart(c, draft.Document, at)
}

// storedPart is the form of a part as it stands in the document.
func (s *Handler) storedPart(c echo.Context, doc policy.Document, at string) (editorview.PartForm, bool) {
	kind := kindOfKey(doc, at)
	form := editorview.PartForm{Key: at, Kind: kind, Read: doc.PartHash(at)}
	return s.partForm(c, doc, form, storedValues(doc, at)), kind != ""
}

// kindOfKey is what stands under the key; "" if nothing does.
func kindOfKey(doc policy.Document, at string) string {
	switch {
	case !doc.Has(at):
		return ""
	case at == titleKind:
		return titleKind
	case strings.HasPrefix(at, "cookie."):
		return cookieKind
	case strings.HasSuffix(at, ".title"):
		return headingKind
	}
	b, _ := doc.Block(at)
	if b.IsEmpty() {
		return ""
	}
	return b.Kind().Name
}

// storedValues are the fields of a part as its form sends them.
func storedValues(doc policy.Document, at string) url.Values {
	switch kindOfKey(doc, at) {
	case titleKind:
		return url.Values{"title": {doc.Title}}
	case headingKind:
		section, _ := doc.Section(strings.TrimSuffix(at, ".title"))
		return url.Values{"title": {section.Title}}
	case cookieKind:
		declared, _ := doc.Cookie(strings.TrimPrefix(at, "cookie."))
		return cookieValues(declared)
	}
	b, _ := doc.Block(at)
	if b.IsEmpty() {
		return url.Values{}
	}
	return b.Content.Values()
}

// newPart is the form of something that is not in the document yet; "block" asks
// for its kind first.
func (s *Handler) newPart(c echo.Context, doc policy.Document, add string) (editorview.PartForm, bool) {
	form := editorview.PartForm{
		Adding: true,
		Kind:   add,
		To:     c.QueryParam("to"),
		After:  c.QueryParam("after"),
		Inside: c.QueryParam("inside") != "",
		Key:    c.QueryParam("uid"),
	}
	v := url.Values{}
	kind, isBlock := block.FindKind(add)
	switch {
	case add == "block":
		form.Choose, form.UID = true, policy.NewUID()
		return form, true
	case add == cookieKind && doc.Slug == policy.CookiePolicy:
		v = url.Values{
			"category":  {"analytics"},
			"path":      {"/"},
			"same_site": {"lax"},
			"secure":    {"on"},
			"unit":      {"day"},
		}
	case add == sectionKind:
	case !isBlock:
		form, _ := s.storedPart(c, doc, titleKind)
		return form, false
	case kind.Start != nil:
		v = kind.Start.Values()
	}
	if isBlock && !isUID(form.Key) {
		form.Key = policy.NewUID()
	}
	return s.partForm(c, doc, form, v), true
}

// isUID reports whether the address names a new block as we did.
func isUID(text string) bool {
	return strings.HasPrefix(text, "b-") && len(text) < 20 &&
		!strings.ContainsFunc(text[2:], func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
}

// partForm fills in what the kind of part needs: its fields with the values, what
// can be done with it, where it stands.
func (s *Handler) partForm(
	c echo.Context,
	doc policy.Document,
	form editorview.PartForm,
	v url.Values,
) editorview.PartForm {
	form.Acts = editorview.PartActs{Move: true, Remove: true, AddBlock: true}
	switch form.Kind {
	case titleKind:
		form.Heading, form.To = "Title", policy.Intro
		form.Fields = editorview.TitleFields(
			"Title", "It is shown at the top of the page and in every list of policies.", v, form.Invalid,
		)
		form.Acts = editorview.PartActs{AddBlock: true}
	case headingKind:
		form.To, form.After = strings.TrimSuffix(form.Key, ".title"), ""
		form.Heading, form.Acts.AddSection = "Heading of a section", true
		form.Fields = editorview.TitleFields(
			"Heading",
			"The number is added automatically. The address of the section, #"+form.To+", stays whatever you write.",
			v,
			form.Invalid,
		)
	case sectionKind:
		form.Heading = "New section"
		form.Fields = editorview.TitleFields("Heading", "Its address is made from it, once.", v, form.Invalid)
	case cookieKind:
		return cookieForm(web.Site(c), doc, form, v)
	default:
		return s.blockForm(c, doc, form, v)
	}
	return form
}

func cookieForm(on *site.Site, doc policy.Document, form editorview.PartForm, v url.Values) editorview.PartForm {
	name := strings.TrimPrefix(form.Key, "cookie.")
	form.Heading = "New cookie"
	if !form.Adding {
		form.Heading = name
	}
	form.Fields, form.Acts = editorview.CookieFields(v, form.Invalid), editorview.PartActs{Remove: true}
	if bounds, ours := boundsOf(on, name); ours {
		declared, _ := doc.Cookie(name)
		form.Fields, form.Acts = editorview.OwnCookieFields(bounds, v, form.Invalid), editorview.PartActs{}
		form.Fixed = editorview.LockedWords(declared)
	}
	return form
}

func (s *Handler) blockForm(
	c echo.Context, doc policy.Document, part editorview.PartForm, v url.Values,
) editorview.PartForm {
	if kind, known := block.FindKind(part.Kind); known {
		part.Heading = kind.Label
		part.Fields = kind.Form(form.Maker{Values: v, Problems: part.Invalid}, declaredFor(web.Site(c), doc))
	}
	if !part.Adding {
		part.To, _ = doc.StandsIn(part.Key)
		part.After = part.Key // what is added next to it comes behind it
	}
	part.Acts.Claims = !part.Adding
	return part
}

// declaredFor are the cookies that the document's words are about.
func declaredFor(on *site.Site, doc policy.Document) []cookie.Declaration {
	if doc.Slug == policy.CookiePolicy {
		return doc.Cookies
	}
	return on.Cookies()
}

// placesOf are where a block can stand.
func placesOf(doc policy.Document) []form.Option {
	places := []form.Option{{Value: policy.Intro, Label: "Before the first section"}}
	for _, item := range outlineOf(doc, nil) {
		if anchor, isHeading := strings.CutSuffix(item.Key, ".title"); isHeading {
			places = append(places, form.Option{Value: anchor, Label: strings.Repeat("· ", item.Depth) + item.Words})
		}
	}
	return places
}

// invalidOf brings what the document has against the part to its fields.
func invalidOf(key string, found validation.Errors) validation.Errors {
	placed := validation.Errors{}
	for name, problem := range found {
		switch {
		case name == key && (key == titleKind || strings.HasSuffix(key, ".title")), strings.HasSuffix(name, ".title"):
			placed["title"] = problem
		case name == "claims":
			placed["claims"] = problem
		default:
			placed["part"] = strings.TrimSpace(placed["part"] + " " + problem)
		}
	}
	return placed
}
