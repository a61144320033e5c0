// Package editor holds the pages where policies are written, reviewed and published. It
// shows drafts with the components of views/legal. Start reading at [Editor].
package editor

import (
	"hash/fnv"
	"strconv"
	"strings"
	"time"

	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/diff"
	"github.com/prokken/prokken/policy/form"
	"github.com/prokken/prokken/validation"
	"github.com/prokken/prokken/views/display"
	legalview "github.com/prokken/prokken/views/legal"
)

// Editor is the page where a policy is written: what there is on the left, the
// chosen part in the middle, how it will look on the right.
type Editor struct {
	Place
	Title           string
	Draft           DraftState
	Outline         []OutlineItem
	Cookies         []OutlineItem
	HasCookies      bool // the document declares the site's cookies
	Part            PartForm
	Result          Result
	Present         []Presence
	Notice, Problem string
}

// DraftState is where the draft stands.
type DraftState struct {
	Place
	Saved  bool
	State  policies.VersionState
	Read   string // which draft
	Number int64  // of the version that it would replace; 0: nothing is published yet
	Untrue int
	At     string        // the part that is looked at
	Next   *ScheduledRow // takes effect next; nil: nothing is scheduled
}

func (d DraftState) words() string {
	switch {
	case !d.Saved && d.Next != nil:
		return "Version " + display.Number(d.Next.Number) + " takes effect on " + display.LongDate(d.Next.At)
	case !d.Saved:
		return "As published"
	case d.State == policies.InReview:
		return "In review"
	case d.Number == 0:
		return "Draft, not published yet"
	}
	return "Changed since version " + display.Number(d.Number)
}

// OutlineItem leads to a part of the document.
type OutlineItem struct {
	Key, Kind, Words string
	Depth            int // 0 for what stands under no section
	Untrue           int
}

func (o OutlineItem) id() string { return "ed_o_" + o.Key }

// PartForm is the form of one part: a block, a heading, a cookie, the title.
type PartForm struct {
	Key, Kind, Heading string
	Fields             []form.Field
	NewRow             *form.Field // one more to fill in, when the last one is
	Read               string      // what was read of the part
	Adding             bool        // it is not in the document yet
	To, After          string      // where it stands, or will
	Inside             bool        // a new section goes into the one it is put behind
	Places             []form.Option
	Acts               PartActs
	Invalid            validation.Errors
	Lost               []string // sentences with checks that are gone
	Drop               []string // those that were ticked
	Dropping           []string // those whose checks go when the part is removed
	Carried            []policy.Carried
	Sentences          []SentenceRow
	Conflict           *Conflict
	Fixed              string // what cannot be chosen here, and why
	Choose             bool   // what kind of block to add
	UID                string // for the block to add
}

// PartActs are what can be done with the part as a whole.
type PartActs struct{ Move, Remove, AddBlock, AddSection, Claims bool }

// autosaves: a new cookie or section is stored when it is complete.
func (f PartForm) autosaves() bool {
	waits := f.Adding && (f.Kind == "cookie" || f.Kind == "section")
	return f.Conflict == nil && !waits
}

// general are the problems that have no field of their own: they stand over the
// form.
func (f PartForm) general() []string {
	var all []string
	for _, key := range []string{"part", "claims"} {
		if f.Invalid[key] != "" {
			all = append(all, f.Invalid[key])
		}
	}
	return all
}

// anchorOf is the section that a heading's key is about.
func (f PartForm) anchorOf() string { return strings.TrimSuffix(f.Key, ".title") }

// Conflict is what someone else did to the part meanwhile.
type Conflict struct {
	Removed bool
	Fields  []ConflictField
}

// ConflictField is what theirs and mine say of one thing.
type ConflictField struct {
	Label  string
	Pieces []diff.Piece
}

// Result is how the part will look.
type Result struct {
	Policy  legalview.Policy
	Title   bool // the document's own, with what stands under it
	Section legalview.Numbered
	Found   bool
}

// ResultOf finds what to show for a part: the section it stands in.
func ResultOf(v legalview.Policy, key string, anchor string) Result {
	r := Result{Policy: v}
	if anchor == policy.Intro || key == "title" {
		r.Title, r.Found = true, true
		return r
	}
	r.Section, r.Found = findNumbered(legalview.NumberedSections(v.Version.Document.Sections, ""), anchor)
	return r
}

func findNumbered(list []legalview.Numbered, anchor string) (legalview.Numbered, bool) {
	for _, s := range list {
		if s.Anchor == anchor {
			return s, true
		}
		if inner, found := findNumbered(legalview.NumberedSections(s.Sections, s.Number), anchor); found {
			return inner, true
		}
	}
	return legalview.Numbered{}, false
}

// Presence is someone else who has the editor open.
type Presence struct {
	Who  string
	Seen time.Duration // ago
}

// PresenceMark changes when the words about those who are there do.
func PresenceMark(list []Presence) string {
	mark := fnv.New64a()
	for _, p := range list {
		_, _ = mark.Write([]byte(p.words() + "\n")) // never fails
	}
	return strconv.FormatUint(mark.Sum64(), 36)
}

func (p Presence) words() string {
	if p.Seen < 45*time.Second {
		return p.Who + " is editing too"
	}
	return p.Who + " is editing too (seen " + display.Wait(p.Seen) + " ago)"
}
