// Package banner knows what questions about cookies look like: the words on their
// buttons in the commonest languages, the tools that draw them, and which button gives
// which answer. It drives no browser: audit/walk has pages read with [Script], and
// presses what [View.Choose] picks. Start reading at [View], then [Classify].
package banner

import (
	_ "embed"
	"slices"

	"github.com/prokken/prokken/audit/report"
)

// Script reads one document: what looks like a question about cookies, and all that
// can be pressed. It leaves the elements in the variable [Elements] of its world.
//
//go:embed look.js
var Script string

// Elements is the variable that holds the elements of the controls, by their index.
const Elements = "prokkenControls"

// ToolsScript names the consent tools that a page has in its own world.
//
//go:embed tools.js
var ToolsScript string

// View is what one document shows.
type View struct {
	Regions  []Region  `json:"regions"`
	Controls []Control `json:"controls"`
}

// Region is a part of a page that speaks of cookies.
type Region struct {
	Words   string `json:"words"`   // how it begins
	Over    bool   `json:"over"`    // it lies over the page
	Named   bool   `json:"named"`   // as consent tools name theirs
	Cookies bool   `json:"cookies"` // it names cookies, not consent alone
	Denies  bool   `json:"denies"`  // it says that there are none
}

// minWords is less than a question about cookies says: a button "Cookie settings" that
// lies over each page asks nothing.
const minWords = 40

// asks reports whether it can ask something: it lies over the page and says more than a
// button does.
func (r Region) asks() bool { return r.Over && !r.Denies && len(r.Words) >= minWords }

// Control is something that can be pressed.
type Control struct {
	Index    int     `json:"index"` // in [Elements]
	Label    string  `json:"label"`
	Region   int     `json:"region"`  // -1: it stands in none
	Overlay  int     `json:"overlay"` // what lies over the page, speaks of nothing, and holds it; -1: nothing
	Link     bool    `json:"link"`    // leads to another page
	Width    float64 `json:"width"`
	Height   float64 `json:"height"`
	Font     float64 `json:"font"`     // pixels
	Contrast float64 `json:"contrast"` // of its words to what is behind them, 1 to 21
	Form     bool    `json:"form"`     // part of a form
	Opens    bool    `json:"opens"`    // says that it opens something
	Switch   bool    `json:"switch"`   // a switch or a box to tick
	On       bool    `json:"on"`       // and it is on
	Fixed    bool    `json:"fixed"`    // and cannot be changed
}

// Asks reports whether the document shows something that asks about cookies, and how
// that begins. What has a button for an answer asks; so does what lies over the page and
// has a button that nobody understands.
func (v View) Asks() (words string, asks bool) {
	for _, kind := range []Kind{Accept, Refuse, Manage, Acknowledge} {
		if c, found := v.Choose(kind); found {
			return v.wordsAround(c), true
		}
	}
	for i, r := range v.Regions {
		if r.asks() && r.Cookies && v.isPressable(i) {
			return r.Words, true
		}
	}
	return "", false
}

func (v View) wordsAround(c Control) string {
	if c.Region >= 0 {
		return v.Regions[c.Region].Words
	}
	return c.Label
}

// isPressable reports whether something in the region can be pressed and leads nowhere.
func (v View) isPressable(region int) bool {
	return slices.ContainsFunc(v.Controls, func(c Control) bool {
		return c.Region == region && !c.Link && !c.Switch
	})
}

// Choose picks the control of that kind that a person would press: one in what stands
// before the page rather than one that only says the right thing.
func (v View) Choose(kind Kind) (Control, bool) {
	best, found := Control{}, 0
	for _, c := range v.Controls {
		if rank := v.rank(c, kind); rank > found {
			best, found = c, rank
		}
	}
	return best, found > 0
}

// rank is how likely the control is meant; 0: not at all.
func (v View) rank(c Control, kind Kind) int {
	at, within := Region{}, c.Region >= 0
	if within {
		at = v.Regions[c.Region]
	}
	label := Classify(c.Label, within)
	if kind == Manage && !at.Denies && v.opensMore(c) {
		return 1 + 2*rankOf(label, at, within, c.Link)
	}
	if c.Switch || label.Kind != kind || at.Denies {
		return 0
	}
	rank := 2 * rankOf(label, at, within, c.Link)
	if c.Link {
		rank--
	}
	return rank
}

// opensMore reports whether the control, "Settings", stands beside "Accept all" in what lies over
// the page, though that says little or nothing of cookies.
func (v View) opensMore(c Control) bool {
	if c.Switch || c.Link || Classify(c.Label, true).Kind != Manage {
		return false
	}
	return slices.ContainsFunc(v.Controls, func(other Control) bool {
		label := Classify(other.Label, false)
		return v.areTogether(c, other) && !other.Link && label.Kind == Accept && label.Strong
	})
}

// areTogether reports whether the same box over the page holds both.
func (v View) areTogether(a, b Control) bool {
	if a.Region >= 0 {
		return a.Region == b.Region && v.Regions[a.Region].Over
	}
	return b.Region < 0 && a.Overlay >= 0 && a.Overlay == b.Overlay
}

// rankOf: outside of what lies over the page only an answer in plain words counts.
func rankOf(label Label, at Region, within, link bool) int {
	isAnswer := label.Kind == Accept || label.Kind == Refuse || label.Kind == Save
	switch {
	case at.asks(), at.Over && isAnswer:
		return 4
	case !isAnswer:
		return 0
	case at.Named && label.Strong:
		return 3
	case at.Named, within && !link:
		return 2
	case label.Strong && !link && label.Kind != Save:
		return 1
	}
	return 0
}

// Switches are those that are on in the region and can be turned off.
func (v View) Switches(region int) []Control {
	return slices.DeleteFunc(slices.Clone(v.Controls), func(c Control) bool {
		return !c.Switch || !c.On || c.Fixed || c.Region != region
	})
}

// Measure is the control as a report tells of it.
func (c Control) Measure() report.Button {
	return report.Button{
		Label: report.Short(c.Label), Width: c.Width, Height: c.Height, Font: c.Font, Contrast: c.Contrast,
	}
}
