package site_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/erasure"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/site/confirmation"
	"github.com/prokken/prokken/validation"
)

// says adds a paragraph that nobody has confirmed.
func (o world) says(by uuid.UUID, uid, text string) {
	o.t.Helper()
	o.write(by, policy.AddBlock("contact", "", policy.Block{UID: uid, Content: block.Prose(text)}))
}

// confirming confirms what is open of the block as it is proposed, and returns what is said
// against it.
func (o world) confirming(by uuid.UUID, uid, reason string) error {
	o.t.Helper()
	draft := o.draft()
	_, open, err := o.Confirmations.Bases(context.Background(), draft.Document)
	if err != nil {
		o.t.Fatal(err)
	}
	c := confirmation.Confirming{Slug: slug, Read: draft.Read, By: by, Reason: reason, As: map[string]string{}}
	for _, u := range open {
		if u.Block == uid {
			c.As[u.Key] = u.Proposed
		}
	}
	return o.Confirmations.Confirm(context.Background(), c)
}

func invalid(t *testing.T, what string, err error, field, want string) {
	t.Helper()
	var found validation.Errors
	if !errors.As(err, &found) || !strings.Contains(found[field], want) {
		t.Errorf("%s: %v", what, err)
	}
}

// TestNobodyConfirmsWhatTheyWrote: not even when somebody else wrote in the draft, too, or undid
// something; each confirms what the other wrote.
func TestNobodyConfirmsWhatTheyWrote(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		o.says(o.ada, "hers", "Bananas are yellow.")
		invalid(t, "one's own", o.confirming(o.ada, "hers", "I know."), "confirm", "another admin")
		o.write(o.ada, policy.SetTitle("Questions"))
		if err := o.Undo(context.Background(), slug, o.draft().Read, o.bob); err != nil {
			t.Fatal(err)
		}
		invalid(t, "one's own after an undo", o.confirming(o.ada, "hers", "I know."), "confirm", "another admin")
		o.says(o.bob, "his", "Cherries are red.")
		invalid(t, "one's own beside another's", o.confirming(o.ada, "hers", "I know."), "confirm", "another admin")
		if err := o.confirming(o.ada, "his", "x\u202e"); err != nil {
			t.Errorf("another's: %v", err)
		}
		if err := o.confirming(o.bob, "hers", ""); err != nil {
			t.Errorf("another's: %v", err)
		}
		_, open, err := o.Confirmations.Bases(context.Background(), o.draft().Document)
		if err != nil || len(open) > 0 {
			t.Errorf("open: %v, %v", open, err)
		}
		o.publish()
		v, _ := o.Snapshot().Find(slug)
		for _, s := range v.Sentences {
			if s.Says == "Cherries are red." && (s.Confirmed == nil || s.Confirmed.By != policy.ByAdmin ||
				s.Confirmed.Alone || s.Confirmed.Reason != "") {
				t.Errorf("in the record: %+v", s.Confirmed)
			}
		}
	})
}

// TestConfirmingAlone: the only admin confirms what they wrote, and says why.
func TestConfirmingAlone(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		for _, other := range []uuid.UUID{o.bob, o.eve} {
			if err := users.SetRole(context.Background(), o.db, other, users.Member); err != nil {
				t.Fatal(err)
			}
		}
		o.says(o.ada, "hers", "Bananas are yellow.")
		for reason, want := range map[string]string{
			"": "say in one line why", "...": "say in one line why", "a\nb": "One line", strings.Repeat("x", 201): "200 characters",
			"We set three cookies.": "This is not true",
		} {
			invalid(t, "the reason "+reason, o.confirming(o.ada, "hers", reason), "reason", want)
		}
		if err := o.confirming(o.ada, "hers", "I looked."); err != nil {
			t.Fatal(err)
		}
		bases, open, err := o.Confirmations.Bases(context.Background(), o.draft().Document)
		if err != nil || len(open) > 0 {
			t.Fatalf("open: %v, %v", open, err)
		}
		for _, b := range bases {
			if b.Says == "Bananas are yellow." && (!b.Confirmed.Alone || b.Confirmed.Reason != "I looked.") {
				t.Errorf("confirmed: %+v", b.Confirmed)
			}
		}
	})
}

// TestWhatCannotBeConfirmed: what was not read, what is not open, and what it is not.
func TestWhatCannotBeConfirmed(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		ctx := context.Background()
		o.says(o.ada, "hers", "Bananas are yellow.")
		o.says(o.ada, "ours", "We mostly use cookies.")
		draft := o.draft()
		_, open, _ := o.Confirmations.Bases(ctx, draft.Document)
		keys := map[string]string{}
		for _, u := range open {
			keys[u.Block] = u.Key
		}
		confirm := func(read, key, as string) error {
			return o.Confirmations.Confirm(
				ctx,
				confirmation.Confirming{Slug: slug, Read: read, By: o.bob, As: map[string]string{key: as}},
			)
		}
		if err := confirm("other", keys["hers"], "not checkable"); !errors.Is(err, models.ErrConflict) {
			t.Errorf("another draft: %v", err)
		}
		for _, as := range []string{"attested", "law", "title", "true"} {
			invalid(t, "as "+as, confirm(draft.Read, keys["hers"], as), "as."+keys["hers"], "Nothing in it is checked")
		}
		invalid(
			t,
			"our own cookies",
			confirm(draft.Read, keys["ours"], "not checkable"),
			"as."+keys["ours"],
			"our own cookies",
		)
		invalid(t, "a forged key", confirm(draft.Read, strings.Repeat("0", 64), "law"), "confirm", "at least one")
		invalid(
			t,
			"nothing",
			o.Confirmations.Confirm(ctx, confirmation.Confirming{Slug: slug, Read: draft.Read, By: o.bob}),
			"confirm",
			"at least one",
		)
		if err := confirm(draft.Read, keys["hers"], "not checkable"); err != nil {
			t.Error(err)
		}
	})
}

// TestConfirmationEnds: with any change of the sentence, its link, its place, the headings over it,
// what is checked of it, or what it refers to.
func TestConfirmationEnds(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		o.says(o.ada, "hers", "They read [the list](https://good.example/).")
		o.says(o.ada, "first", "Partners help.") // which stands before it
		for _, uid := range []string{"first", "hers"} {
			if err := o.confirming(o.bob, uid, ""); err != nil {
				t.Fatal(err)
			}
		}
		prose := func(uid, text string) policy.Change {
			return policy.SetBlock(policy.Block{UID: uid, Content: block.Prose(text)})
		}
		for name, change := range map[string]policy.Change{
			"the words":           prose("hers", "They read [the long list](https://good.example/)."),
			"where the link goes": prose("hers", "They read [the list](https://evil.example/)."),
			"what is linked":      prose("hers", "They [read the list](https://good.example/)."),
			"what they are":       prose("first", "Spies help."),
			"the heading":         policy.SetHeading("contact", "What nobody here ever does"),
			"the place":           policy.MoveBlock("hers", -1),
		} {
			o.write(o.ada, change)
			_, open, err := o.Confirmations.Bases(context.Background(), o.draft().Document)
			if err != nil || !strings.Contains(sentences(open), "They ") {
				t.Errorf("%s: open is %q, %v", name, sentences(open), err)
			}
			if err := o.Undo(context.Background(), slug, o.draft().Read, o.ada); err != nil {
				t.Fatal(err)
			}
		}
		if _, open, _ := o.Confirmations.Bases(context.Background(), o.draft().Document); len(open) > 0 {
			t.Errorf("as it was confirmed, %q is open", sentences(open))
		}
	})
}

func sentences(open policy.UnconfirmedSentences) string {
	var all []string
	for _, u := range open {
		all = append(all, u.Says)
	}
	return strings.Join(all, " | ")
}

// TestErasedConfirmer: with an account goes who confirmed a sentence; the sentence stays confirmed.
func TestErasedConfirmer(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		ctx := context.Background()
		o.says(o.ada, "hers", "Bananas are yellow.")
		if err := o.confirming(o.bob, "hers", ""); err != nil {
			t.Fatal(err)
		}
		now := models.Now()
		if _, err := o.db.Pool().ExecContext(ctx, "UPDATE users SET erase_after = $1 WHERE id = $2", now, o.bob); err != nil {
			t.Fatal(err)
		}
		if err := erasure.Erase(ctx, o.db, o.bob, now.Add(time.Second)); err != nil {
			t.Fatal(err)
		}
		left := 0
		row := o.db.Pool().QueryRowContext(ctx, "SELECT count(*) FROM policy_confirmations WHERE user_id IS NOT NULL")
		if err := row.Scan(&left); err != nil || left > 0 {
			t.Errorf("%d confirmations name who made them, %v", left, err)
		}
		if _, open, err := o.Confirmations.Bases(ctx, o.draft().Document); err != nil || len(open) > 0 {
			t.Errorf("open: %q, %v", sentences(open), err)
		}
	})
}
