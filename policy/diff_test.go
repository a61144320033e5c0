package policy_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/diff"
	"github.com/prokken/prokken/policy/wording"
)

func shippedDocument(t testing.TB, slug string) policy.Document {
	t.Helper()
	d, err := policy.ParseYAML(shipped(t, slug))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// edited makes changes as an editor does; those that cannot be made are left out.
func edited(d policy.Document, changes ...policy.Change) policy.Document {
	for _, change := range changes {
		if next, err := change(d); err == nil {
			d = next
		}
	}
	return d
}

// old and new are the two texts that pieces are made of.
func sides(pieces []diff.Piece) (old, new string) {
	for _, p := range pieces {
		if p.In != diff.InNew {
			old += p.Text
		}
		if p.In != diff.InOld {
			new += p.Text
		}
	}
	return old, new
}

func blockIn(c diff.Comparison, uid string) diff.BlockChange {
	for _, s := range c.Sections {
		for _, b := range s.Blocks {
			if b.UID == uid {
				return b
			}
		}
	}
	return diff.BlockChange{}
}

func section(c diff.Comparison, anchor string) diff.SectionChange {
	i := slices.IndexFunc(c.Sections, func(s diff.SectionChange) bool { return s.Anchor == anchor })
	if i < 0 {
		return diff.SectionChange{}
	}
	return c.Sections[i]
}

// notKept are all names of sections and blocks that were moved, added or
// removed, as "moved contact-1".
func notKept(c diff.Comparison) []string {
	var list []string
	for _, s := range c.Sections {
		if s.Kind != diff.Kept {
			list = append(list, string(s.Kind)+" "+s.Anchor)
		}
		for _, b := range s.Blocks {
			if b.Kind != diff.Kept {
				list = append(list, string(b.Kind)+" "+b.UID)
			}
		}
	}
	return list
}

func TestCompareOrder(t *testing.T) {
	d := shippedDocument(t, policy.CookiePolicy)
	text := policy.Block{UID: "new-1", Content: block.Prose("Something new.")}
	tests := map[string]struct {
		changes []policy.Change
		want    []string
	}{
		"nothing":            {nil, nil},
		"a block moves down": {[]policy.Change{policy.MoveBlock("contact-1", 1)}, []string{"moved contact-2"}},
		"a block moves up": {
			[]policy.Change{policy.AddBlock("contact", "contact-2", text), policy.MoveBlock("new-1", -1)},
			[]string{"added new-1"},
		},
		"a block moves out": {[]policy.Change{policy.MoveBlock("contact-1", -1)}, []string{"moved contact-1"}},
		"a section moves": {
			[]policy.Change{
				policy.MoveSection("contact", -1),
				policy.MoveSection("contact", -1),
				policy.MoveSection("contact", -1),
			},
			[]string{"moved contact"},
		},
		"a block is added": {
			[]policy.Change{policy.AddBlock("contact", "contact-1", text)},
			[]string{"added new-1"},
		},
		"a block is removed": {[]policy.Change{policy.RemoveBlock("changes-1")}, []string{"removed changes-1"}},
		"a section is added": {
			[]policy.Change{policy.AddSection("changes", false, "Odds & Ends", nil)},
			[]string{"added odds-ends"},
		},
		"a section goes with its blocks": {
			[]policy.Change{policy.RemoveSection("related-policies")},
			[]string{"removed related-policies", "removed related-policies-1"},
		},
		"a block survives its section": {
			[]policy.Change{policy.MoveBlock("related-policies-1", -1), policy.RemoveSection("related-policies")},
			[]string{"moved related-policies-1", "removed related-policies"},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c := diff.Compare(d, edited(d, tt.changes...))
			if got := notKept(c); !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if c.Same() != (tt.want == nil) {
				t.Errorf("same: %v", c.Same())
			}
		})
	}
}

func TestCompareTellsFromWhereToWhere(t *testing.T) {
	d := shippedDocument(t, policy.CookiePolicy)
	c := diff.Compare(d, edited(d, policy.MoveBlock("contact-1", -1), policy.MoveSection("changes", -1)))
	b := blockIn(c, "contact-1")
	if want := (diff.Place{Anchor: "contact", Title: "Contact Us", Number: 1}); b.From != want {
		t.Errorf("from %+v", b.From)
	}
	if want := (diff.Place{Anchor: "related-policies", Title: "Related Policies", Number: 2}); b.To != want {
		t.Errorf("to %+v", b.To)
	}
	moved := section(c, "managing-cookies")
	if s := section(c, "changes"); s.Kind == diff.Moved {
		moved = s
	}
	if moved.Kind != diff.Moved || moved.From == moved.To || moved.From == "" {
		t.Errorf("%+v", moved)
	}
}

func TestCompareWords(t *testing.T) {
	tests := map[string]struct {
		old, new string
		want     string // [-gone-]{+came+}
	}{
		"a word": {"We keep it for 7 days.", "We keep it for 30 days.", "We keep it for [-7-]{+30+} days."},
		"a phrase, in one piece": {
			"We never sell what you tell us, ever.",
			"We rarely lend out what you tell us, ever.",
			"We [-never sell-]{+rarely lend out+} what you tell us, ever.",
		},
		"white space counts": {"One two.", "One  two.", "One {+ +}two."},
		"punctuation": {
			"Stop. Now, please stop here",
			"Stop! Now, please stop here",
			"Stop[-.-]{+!+} Now, please stop here",
		},
		"another text": {
			"All of this is about cookies.",
			"Nothing whatsoever remains!",
			"[-All of this is about cookies.-]{+Nothing whatsoever remains!+}",
		},
		"Bangla": {"আমরা কুকি ব্যবহার করি না।", "আমরা কুকি ব্যবহার করি।", "আমরা কুকি ব্যবহার করি[- না-]।"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			old := policy.Document{Title: tt.old}
			got := ""
			for _, p := range diff.Compare(old, policy.Document{Title: tt.new}).Title {
				switch p.In {
				case diff.InOld:
					got += "[-" + p.Text + "-]"
				case diff.InNew:
					got += "{+" + p.Text + "+}"
				case diff.InBoth:
					got += p.Text
				}
			}
			if got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestCompareLists(t *testing.T) {
	list := func(items ...wording.Markdown) policy.Document {
		return policy.Document{Intro: []policy.Block{{UID: "list", Content: block.List(items)}}}
	}
	old := list("Your name and address", "Your card number, encrypted", "What you bought and when")
	c := diff.Compare(
		old,
		list("Your name and address", "Something else altogether", "Your card number", "What you bought and when"),
	)
	var got []diff.ChangeKind
	for _, line := range blockIn(c, "list").Lines {
		got = append(got, line.Kind)
	}
	if want := []diff.ChangeKind{diff.Kept, diff.Added, diff.Kept, diff.Kept}; !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
}

func TestCompareCookies(t *testing.T) {
	d := shippedDocument(t, policy.CookiePolicy)
	changed, _ := d.Cookie("prokken_refresh")
	changed.Lifetime = cookie.Lifetime(30 * 24 * time.Hour)
	changed.Purpose += " Really."
	other := cookie.Declaration{
		Name:     "stats",
		Purpose:  "Counts.",
		Category: cookie.Analytics,
		Path:     "/",
		Lifetime: cookie.Session,
		SameSite: cookie.Lax,
	}
	c := diff.Compare(
		d,
		edited(
			d,
			policy.SetCookie("prokken_refresh", changed),
			policy.RemoveCookie("prokken_access"),
			policy.SetCookie("", other),
		),
	)
	got := map[string]string{}
	for _, change := range c.Cookies {
		for _, f := range change.Fields {
			got[change.Name+" "+f.Name] = string(change.Kind) + ": " + f.Old + " -> " + f.New
		}
	}
	for key, want := range map[string]string{
		"prokken_refresh Duration": "kept: 7 days -> 30 days",
		"prokken_access Path":      "removed: / -> ",
		"stats Type":               "added:  -> Analytics",
		"stats HttpOnly":           "added:  -> no",
	} {
		if got[key] != want {
			t.Errorf("%s: %q, want %q", key, got[key], want)
		}
	}
	if _, found := got["prokken_refresh Path"]; found {
		t.Error("an unchanged field is listed")
	}
}

func TestCompareClaims(t *testing.T) {
	d := shippedDocument(t, policy.CookiePolicy)
	b, _ := d.Block("analytics-cookies-1")
	b.Claims = slices.Clone(b.Claims)[1:]
	b.Claims[0] = claim.About(
		b.Claims[0].Says,
		append(slices.Clone(b.Claims[0].Conditions), claim.ConsentBefore{cookie.Marketing})...)
	changes := blockIn(diff.Compare(d, edited(d, policy.SetBlock(b))), b.UID).Claims
	if len(changes) != 2 || changes[0].Kind != diff.Removed || changes[1].Kind != diff.Kept ||
		slices.Equal(changes[1].Old, changes[1].New) {
		t.Errorf("%+v", changes)
	}
}

func TestCompareRewordedClaims(t *testing.T) {
	d := shippedDocument(t, policy.CookiePolicy)
	b, _ := d.Block("changes-1")
	b.Content = b.Content.(block.Prose) + " And tell you."
	b.Claims = slices.Clone(b.Claims)
	b.Claims[0].Says += " And tell you."
	got := blockIn(diff.Compare(d, edited(d, policy.SetBlock(b))), b.UID)
	if !got.Changed() || len(got.Claims) > 0 {
		t.Errorf("%+v", got)
	}
}

// TestCompareHostileSizes only has to come to an end soon.
func TestCompareHostileSizes(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	noise := func(words int) string {
		var text strings.Builder
		for range words {
			fmt.Fprintf(&text, "%x ", random.Uint32N(1<<12))
		}
		return text.String()
	}
	var old, new []wording.Markdown
	for range 3000 {
		old, new = append(old, wording.Markdown(noise(8))), append(new, wording.Markdown(noise(8)))
	}
	start := time.Now()
	checkComparison(
		t,
		policy.Document{Title: noise(5000), Intro: []policy.Block{{UID: "a", Content: block.List(old)}}},
		policy.Document{Title: noise(5000), Intro: []policy.Block{{UID: "a", Content: block.List(new)}}},
	)
	t.Log(time.Since(start))
}

// long is a document of so many blocks, about 60 words each.
func long(blocks int) policy.Document {
	d := policy.Document{Slug: "terms", Title: "Terms"}
	for i := range blocks {
		if i%10 == 0 {
			d.Sections = append(
				d.Sections,
				policy.Section{Anchor: fmt.Sprintf("section-%d", i), Title: fmt.Sprintf("Section %d", i)},
			)
		}
		s := &d.Sections[len(d.Sections)-1]
		text := strings.Repeat(fmt.Sprintf("We keep number %d of the things that you told us, and nothing else. ", i), 5)
		s.Blocks = append(s.Blocks, policy.Block{UID: fmt.Sprintf("b-%d", i), Content: block.Prose(text)})
	}
	return d
}

func BenchmarkCompare(b *testing.B) {
	for _, all := range []bool{false, true} {
		b.Run(fmt.Sprintf("500-blocks/all-differ=%v", all), func(b *testing.B) {
			old, new := long(500), long(500)
			slices.Reverse(new.Sections)
			for i := range new.Sections {
				for j := range new.Sections[i].Blocks {
					if all || j == 0 {
						b := &new.Sections[i].Blocks[j]
						b.Content = block.Prose(strings.ReplaceAll(string(b.Content.(block.Prose)), "nothing else", "much else besides"))
					}
				}
			}
			for b.Loop() {
				diff.Compare(old, new)
			}
		})
	}
}
