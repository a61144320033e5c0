package site_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/validation"
)

func prose(uid, text string) policy.Block {
	return policy.Block{UID: uid, Content: block.Prose(text)}
}

// TestTwoEditors: two people in different parts do not disturb each other; in
// the same part the second one hears of it and nothing is overwritten.
func TestTwoEditors(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		ctx, read := context.Background(), o.draft().Document
		edit := func(uid, text string) error {
			_, err := o.Edit(
				ctx,
				site.Edit{
					Slug:     slug,
					By:       o.ada,
					Part:     uid,
					ReadPart: read.PartHash(uid),
					Change:   policy.SetBlock(prose(uid, text)),
				},
			)
			return err
		}
		if err := errors.Join(edit("intro-1", "Ada's."), edit("contact-1", "Bob's.")); err != nil {
			t.Fatal(err)
		}
		if err := edit("intro-1", "Bob's, too."); !errors.Is(err, models.ErrConflict) {
			t.Errorf("over what was not read: %v", err)
		}
		if err := edit("intro-1", "Ada's."); err != nil {
			t.Errorf("pressed twice: %v", err)
		}
		d := o.draft().Document
		if b, _ := d.Block("intro-1"); b.Content != block.Prose("Ada's.") {
			t.Errorf("got %q", b.Content)
		}
		if b, _ := d.Block("contact-1"); b.Content != block.Prose("Bob's.") {
			t.Errorf("got %q", b.Content)
		}
	})
}

// TestManyEditorsAtOnce: of many changes to different parts at the same moment
// none is lost.
func TestManyEditorsAtOnce(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		var group sync.WaitGroup
		uids := []string{"intro-1", "what-are-cookies-1", "security-properties-1", "contact-1"}
		for _, uid := range uids {
			group.Go(func() {
				edit := site.Edit{Slug: slug, By: o.ada, Change: policy.SetBlock(prose(uid, "New: "+uid))}
				if _, err := o.Edit(context.Background(), edit); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		for _, uid := range uids {
			if b, _ := o.draft().Document.Block(uid); b.Content != block.Prose("New: "+uid) {
				t.Errorf("%s is lost: %q", uid, b.Content)
			}
		}
	})
}

func TestChanges(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		uids := func(d policy.Document, anchor string) string {
			s, _ := d.Section(anchor)
			var all []string
			for _, b := range s.Blocks {
				all = append(all, b.UID)
			}
			return strings.Join(all, " ")
		}
		anchors := func(d policy.Document) string {
			var all []string
			for _, s := range d.Sections {
				all = append(all, s.Anchor)
			}
			return strings.Join(all[:3], " ")
		}
		for name, tt := range map[string]struct {
			change policy.Change
			look   func(policy.Document) string
			want   string
		}{
			"add first": {
				policy.AddBlock("contact", "", prose("x", "X")),
				func(d policy.Document) string { return uids(d, "contact") }, "x contact-1 contact-2",
			},
			"add behind": {
				policy.AddBlock("contact", "contact-1", prose("x", "X")),
				func(d policy.Document) string { return uids(d, "contact") }, "contact-1 x contact-2",
			},
			"behind a gone": {
				policy.AddBlock("contact", "gone", prose("x", "X")),
				func(d policy.Document) string { return uids(d, "contact") }, "contact-1 contact-2 x",
			},
			"move down": {policy.MoveBlock("contact-1", 1), func(d policy.Document) string { return uids(d, "contact") }, "contact-2 contact-1"},
			"move out": {
				policy.MoveBlock("contact-1", -1), func(d policy.Document) string { return uids(d, "related-policies") },
				"related-policies-1 contact-1",
			},
			"move at an end": {policy.MoveBlock("contact-2", 1), func(d policy.Document) string { return uids(d, "contact") }, "contact-1 contact-2"},
			"remove": {
				policy.RemoveBlock("contact-1"), func(d policy.Document) string { return uids(d, "contact") }, "contact-2",
			},
			"add a section": {policy.AddSection("what-are-cookies", false, "Café & Tea", nil), anchors, "what-are-cookies cafe-tea cookies-we-use"},
			"its anchor": {
				policy.AddSection("what-are-cookies", false, "Contact", []string{"contact-2", "contact-3"}), anchors,
				"what-are-cookies contact-4 cookies-we-use",
			},
			"an id of the page": {
				policy.AddSection("what-are-cookies", false, "Main", nil), anchors, "what-are-cookies main-2 cookies-we-use",
			},
			"another script": {
				policy.AddSection("what-are-cookies", false, "কুকি", nil), anchors, "what-are-cookies section cookies-we-use",
			},
			"move a section": {
				policy.MoveSection("what-are-cookies", 1), anchors, "cookies-we-use what-are-cookies cookie-categories",
			},
			"remove one": {
				policy.RemoveSection("what-are-cookies"), anchors, "cookies-we-use cookie-categories security-properties",
			},
		} {
			t.Run(name, func(t *testing.T) {
				before := o.draft().Document
				kept, _, _ := before.Canonical()
				after, err := tt.change(before)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(tt.want, tt.look(after)); diff != "" {
					t.Error(diff)
				}
				if now, _, _ := before.Canonical(); now != kept {
					t.Error("the document that was given has changed")
				}
			})
		}
	})
}

func TestChangesThatCannotBeMade(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		for name, change := range map[string]policy.Change{
			"a block that is gone":    policy.SetBlock(prose("gone", "x")),
			"move one that is gone":   policy.MoveBlock("gone", 1),
			"a section that is gone":  policy.SetHeading("gone", "x"),
			"under one that is gone":  policy.AddBlock("gone", "", prose("x", "X")),
			"an emptied block":        policy.SetBlock(prose("contact-1", " ")),
			"a uid twice":             policy.AddBlock("contact", "", prose("intro-1", "x")),
			"a uid that is an anchor": policy.AddBlock("contact", "", prose("contact", "x")),
			"an id of the page":       policy.AddBlock("contact", "", prose("main", "x")),
			"no title":                policy.SetTitle(" "),
			"a cookie the site needs": policy.RemoveCookie("prokken_access"),
			"the document of another": policy.ReplaceBy(policy.Document{Slug: "terms", Title: "Terms"}),
			"ten thousand blocks":     func(d policy.Document) (policy.Document, error) { d.Intro = manyBlocks(10_000); return d, nil },
			"a character for marks":   policy.SetTitle("a\uE001b"),
			"a claim about other words": policy.SetBlock(policy.Block{
				UID: "contact-1", Content: block.Prose("x"),
				Claims: []claim.Claim{claim.About("y", claim.CookieCount(1))},
			}),
			"a claim without a check": policy.SetBlock(policy.Block{UID: "contact-1", Content: block.Prose("x"), Claims: []claim.Claim{{Says: "x"}}}),
		} {
			_, err := o.Edit(context.Background(), site.Edit{Slug: slug, By: o.ada, Change: change})
			var invalid validation.Errors
			if !errors.As(err, &invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if o.draft().Saved {
			t.Error("something was stored")
		}
	})
}

func manyBlocks(n int) []policy.Block {
	blocks := make([]policy.Block, n)
	for i := range blocks {
		blocks[i] = prose(policy.NewUID(), "x")
	}
	return blocks
}

func TestUndo(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		ctx := context.Background()
		for _, title := range []string{"One", "Two", "Three"} {
			o.write(o.ada, policy.SetTitle(title))
		}
		stale := o.draft().Read
		for _, want := range []string{"Two", "One", "Cookie Policy"} {
			if err := o.Undo(ctx, slug, o.draft().Read, o.ada); err != nil {
				t.Fatal(err)
			}
			if got := o.draft().Document.Title; got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		}
		if o.draft().Saved {
			t.Error("a draft without a change is left")
		}
		if err := o.Undo(ctx, slug, stale, o.ada); !errors.Is(err, models.ErrConflict) {
			t.Errorf("undo of what was not read: %v", err)
		}
	})
}

// TestDraftOfAnotherIsNotPublished: a draft thrown away and written anew is not
// the one that was previewed.
func TestDraftOfAnotherIsNotPublished(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		ctx := context.Background()
		previewed := o.write(o.ada, policy.SetTitle("Mine")).Read
		if err := o.Discard(ctx, slug, previewed); err != nil {
			t.Fatal(err)
		}
		o.write(o.bob, policy.SetTitle("Theirs"))
		p := site.Publication{Slug: slug, Read: previewed, Summary: "Mine.", Materiality: policies.Editorial}
		if _, err := o.Publish(ctx, p); !errors.Is(err, models.ErrConflict) {
			t.Errorf("publishing: %v", err)
		}
		if err := o.Discard(ctx, slug, previewed); !errors.Is(err, models.ErrConflict) {
			t.Errorf("discarding: %v", err)
		}
	})
}

// TestUndoneWorkCountsNot: who took back all they wrote did not write in the next
// draft, and can approve it.
func TestUndoneWorkCountsNot(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		ctx := context.Background()
		if err := o.Undo(ctx, slug, o.write(o.ada, policy.SetTitle("Mine")).Read, o.ada); err != nil {
			t.Fatal(err)
		}
		if err := o.Approve(ctx, site.Publication{
			Slug: slug, Read: o.write(o.bob, policy.SetTitle("Theirs")).Read, Summary: "x", Materiality: policies.Editorial,
		}, o.ada); err != nil {
			t.Error(err)
		}
	})
}

func TestWhoIsEditing(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		ctx := context.Background()
		o.write(o.ada, policy.SetTitle("One"))
		editors, err := o.See(ctx, slug, o.bob)
		if err != nil || len(editors) != 2 {
			t.Fatalf("%+v, %v", editors, err)
		}
		wrote := func(email string) bool {
			i := slices.IndexFunc(editors, func(e site.Editor) bool { return e.Email == email })
			return editors[i].Wrote
		}
		if !wrote("ada@example.com") || wrote("bob@example.com") {
			t.Errorf("%+v", editors)
		}
		o.publish()
		if editors, err = o.See(ctx, slug, o.bob); err != nil || len(editors) != 1 {
			t.Errorf("after publishing: %+v, %v", editors, err)
		}
	})
}
