package policy

import (
	"crypto/rand"
	"errors"
	"slices"
	"strings"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/validation"
)

// ErrConflict is returned where what a change is about has changed meanwhile.
var ErrConflict = errors.New("what is to be changed has changed meanwhile")

// Change is one act of an editor on a document. It leaves the document it gets
// as it is, and returns models.Invalid where it cannot be done.
type Change func(Document) (Document, error)

// SetTitle gives the document another title.
func SetTitle(title string) Change {
	return func(d Document) (Document, error) {
		d.Title = oneLine(title)
		return d, nil
	}
}

// SetHeading gives a section another title. Its anchor stays.
func SetHeading(anchor, title string) Change {
	return changed(func(d *Document) error {
		s := findSection(d.Sections, anchor)
		if s == nil {
			return gone
		}
		s.Title = oneLine(title)
		return nil
	})
}

// SetBlock puts other content in a block's place.
func SetBlock(b Block) Change {
	return changed(func(d *Document) error {
		_, list, i := d.listOf(b.UID)
		if list == nil {
			return gone
		}
		(*list)[i] = b
		return nil
	})
}

// WithBlockOf returns the document with the block as the other one has it, or without it.
func (d Document) WithBlockOf(other Document, uid string) Document {
	change := RemoveBlock(uid)
	if b, found := other.Block(uid); found {
		change = SetBlock(b)
	}
	if changed, err := change(d); err == nil {
		return changed
	}
	return d
}

// AddBlock puts a new block behind another one, or, with after "", first under
// the anchor.
func AddBlock(anchor, after string, b Block) Change {
	return changed(func(d *Document) error {
		list := d.list(anchor)
		if list == nil {
			return gone
		}
		at := slices.IndexFunc(*list, func(b Block) bool { return b.UID == after })
		if at < 0 && after != "" {
			at = len(*list) - 1 // the one before it is gone: add it last
		}
		*list = slices.Insert(*list, at+1, b)
		return nil
	})
}

// RemoveBlock takes a block out.
func RemoveBlock(uid string) Change {
	return changed(func(d *Document) error {
		_, list, i := d.listOf(uid)
		if list == nil {
			return gone
		}
		*list = slices.Delete(*list, i, i+1)
		return nil
	})
}

// MoveBlock moves a block up (-1) or down (+1): past its neighbour, or out of
// its section into the one before or after.
func MoveBlock(uid string, by int) Change {
	return changed(func(d *Document) error {
		anchor, list, i := d.listOf(uid)
		if list == nil {
			return gone
		}
		if to := i + by; to >= 0 && to < len(*list) {
			(*list)[i], (*list)[to] = (*list)[to], (*list)[i]
			return nil
		}
		return d.moveOut(anchor, i, by)
	})
}

// moveOut moves a block into the neighbouring list; at the document's ends it stays.
func (d *Document) moveOut(anchor string, i, by int) error {
	anchors := d.lists()
	to := slices.Index(anchors, anchor) + by
	if to < 0 || to >= len(anchors) {
		return nil
	}
	list, next := d.list(anchor), d.list(anchors[to])
	b := (*list)[i]
	*list = slices.Delete(*list, i, i+1)
	if by < 0 {
		*next = append(*next, b)
	} else {
		*next = slices.Insert(*next, 0, b)
	}
	return nil
}

// AddSection puts a new section behind another, or, with inside, as its last
// part; with an anchor that is not there, at the end. Retired are anchors that
// may not be given again; the new one is made of the title.
func AddSection(behind string, inside bool, title string, retired []string) Change {
	return changed(func(d *Document) error {
		s := Section{Anchor: newAnchor(title, slices.Concat(d.names(), retired, pageNames)), Title: oneLine(title)}
		list, i := siblings(&d.Sections, behind)
		switch {
		case list == nil:
			d.Sections = append(d.Sections, s)
		case inside:
			(*list)[i].Sections = append((*list)[i].Sections, s)
		default:
			*list = slices.Insert(*list, i+1, s)
		}
		return nil
	})
}

// RemoveSection takes a section out with all that is in it.
func RemoveSection(anchor string) Change {
	return changed(func(d *Document) error {
		list, i := siblings(&d.Sections, anchor)
		if list == nil {
			return gone
		}
		*list = slices.Delete(*list, i, i+1)
		return nil
	})
}

// MoveSection moves a section past its neighbour: up (-1) or down (+1).
func MoveSection(anchor string, by int) Change {
	return changed(func(d *Document) error {
		list, i := siblings(&d.Sections, anchor)
		if list == nil {
			return gone
		}
		if to := i + by; to >= 0 && to < len(*list) {
			(*list)[i], (*list)[to] = (*list)[to], (*list)[i]
		}
		return nil
	})
}

// SetCookie changes the declaration of that name; with name "" it adds one.
func SetCookie(name string, c cookie.Declaration) Change {
	return changed(func(d *Document) error {
		if name == "" {
			d.Cookies = append(d.Cookies, c)
			return nil
		}
		i := slices.IndexFunc(d.Cookies, func(c cookie.Declaration) bool { return c.Name == name })
		if i < 0 {
			return gone
		}
		d.Cookies[i] = c
		return nil
	})
}

// RemoveCookie takes a declaration out.
func RemoveCookie(name string) Change {
	return changed(func(d *Document) error {
		d.Cookies = slices.DeleteFunc(d.Cookies, func(c cookie.Declaration) bool { return c.Name == name })
		return nil
	})
}

// ReplaceBy puts another document in the place of the whole: an import, or an
// old version.
func ReplaceBy(other Document) Change {
	return func(d Document) (Document, error) {
		if other.Slug != d.Slug {
			return d, validation.Errors{"document": "This is the document of another policy: " + other.Slug + "."}
		}
		return other, nil
	}
}

// NewUID is a uid for a new block.
func NewUID() string { return "b-" + strings.ToLower(rand.Text()[:8]) }

// changed does act on a copy.
func changed(act func(d *Document) error) Change {
	return func(d Document) (Document, error) {
		d = d.clone()
		err := act(&d)
		return d, err
	}
}

// names are all anchors and uids: both are ids on the page.
func (d Document) names() []string {
	names := d.Anchors()
	for _, b := range d.Blocks() {
		names = append(names, b.UID)
	}
	return names
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
