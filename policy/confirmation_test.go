package policy_test

import (
	"testing"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/claim"
)

// oneText is a document with one text.
func oneText(text string, claims ...claim.Claim) policy.Document {
	return policy.Document{Slug: policy.CookiePolicy, Title: "Cookies", Intro: []policy.Block{
		{UID: "b", Content: block.Prose(text), Claims: claims},
	}}
}

// openIn finds what is still open of the sentence in the document.
func openIn(t *testing.T, d policy.Document, sentence string) []policy.Unconfirmed {
	t.Helper()
	var found []policy.Unconfirmed
	_, open := d.Bases(claim.Evidence{}, nil)
	for _, u := range open {
		if u.Says == sentence {
			found = append(found, u)
		}
	}
	if len(found) == 0 {
		t.Fatalf("%q is not open", sentence)
	}
	return found
}

// claimOn claims of the sentence that the cookie has the path.
func claimOn(sentence, path string) claim.Claim {
	return claim.Claim{Says: sentence, Conditions: []claim.Condition{claim.Cookie{Name: "a", Path: path}}}
}

// TestKeysOfConfirmations: a sentence in another row, behind another one or with another check is
// to be confirmed by itself; in other letters it is the same.
func TestKeysOfConfirmations(t *testing.T) {
	const refers, checked = "They stay so.", "Bananas are yellow."
	key := func(d policy.Document, sentence string) string { return openIn(t, d, sentence)[0].Key }
	behind := key(oneText("Bananas are yellow. "+refers), refers)
	for name, tt := range map[string]struct {
		other string
		same  bool
	}{
		"behind another sentence":       {key(oneText("Apples are red. "+refers), refers), false},
		"behind none":                   {key(oneText(refers), refers), false},
		"in another paragraph":          {key(oneText("Bananas are yellow. "+refers), refers), true},
		"of a word that means nothing":  {key(oneText(checked), checked), false},
		"in other letters":              {key(oneText("Bananas are yellow. THEY stay so."), "THEY stay so."), true},
		"with other signs of the words": {key(oneText("Bananas are yellow. They stay so!"), "They stay so!"), false},
	} {
		if (tt.other == behind) != tt.same {
			t.Errorf("%s: the same key: %v", name, !tt.same)
		}
	}
	unchecked, root := key(oneText(checked), checked), key(oneText(checked, claimOn(checked, "/")), checked)
	if other := key(oneText(checked, claimOn(checked, "/account")), checked); unchecked == root || other == root {
		t.Error("a check is not part of the key")
	}
	const greets = "Greets you for days."
	rows := oneText("Bananas are yellow.")
	for _, name := range []string{"a", "b"} {
		rows.Cookies = append(rows.Cookies, cookie.Declaration{
			Name: name, Purpose: greets, Category: cookie.Necessary, Path: "/", Lifetime: cookie.Session,
		})
	}
	rows.Intro = append(rows.Intro, policy.Block{UID: "t", Content: block.CookieTable{Caption: "Cookies"}})
	all := claim.AllCookies{HTTPOnly: true} // the same check in both rows
	rows.Intro[1].Claims = []claim.Claim{{Says: greets, Conditions: []claim.Condition{all}}}
	if open := openIn(t, rows, greets); len(open) != 2 || open[0].Key == open[1].Key {
		t.Errorf("two rows are confirmed at once: %+v", open)
	}
}

// TestWhatConfirmsWhat: a check is confirmed as attested, a sentence without one as a kind, and one
// that has to be checked not at all.
func TestWhatConfirmsWhat(t *testing.T) {
	const plain, ours = "Bananas are yellow.", "We set several nice cookies now and then."
	for name, tt := range map[string]struct {
		sentence string
		claims   []claim.Claim
		as       policy.Stated
		want     policy.Basis
	}{
		"a kind":                        {plain, nil, policy.NotCheckable, policy.NoBasis},
		"attested without a check":      {plain, nil, policy.Stated(policy.Attested), ""},
		"a title that is a sentence":    {plain, nil, policy.Title, ""},
		"a check":                       {plain, []claim.Claim{claimOn(plain, "/")}, policy.Stated(policy.Attested), policy.Attested},
		"a kind in spite of a check":    {plain, []claim.Claim{claimOn(plain, "/")}, policy.NotCheckable, ""},
		"what has to be checked":        {ours, nil, policy.NotCheckable, ""},
		"what has to be, as intention":  {ours, nil, policy.Intention, ""},
		"what has to be, with its tick": {ours, nil, policy.Stated(policy.Attested), ""},
	} {
		d := oneText(tt.sentence, tt.claims...)
		u := openIn(t, d, tt.sentence)[0]
		bases, _ := d.Bases(
			claim.Evidence{},
			policy.Confirmations{u.Key: {Key: u.Key, As: string(tt.as), By: policy.ByAdmin}},
		)
		if got := bases[1].Basis; got != tt.want {
			t.Errorf("%s: %q", name, got)
		}
		if u.CanBe(string(tt.as)) != (tt.want != "") {
			t.Errorf("%s: can be: %v", name, u.CanBe(string(tt.as)))
		}
	}
}

// TestNamesAreAskedAbout: a name of one word, or the site's own, says nothing; of others somebody
// has to say so, for a promise can stand where a name belongs.
func TestNamesAreAskedAbout(t *testing.T) {
	for name, isOpen := range map[string]bool{
		"Prokken": false, "Firefox": false, "All data is deleted within one hour": true, "Nobody watches": true,
	} {
		d := policy.Document{Slug: "terms", Title: "Terms of service", Intro: []policy.Block{
			{UID: "b", Content: block.Contact{Organisation: name}},
		}}
		if _, open := d.Bases(claim.Evidence{Site: []string{"Prokken"}}, nil); len(open) > 0 != isOpen {
			t.Errorf("%s: open is %v", name, open)
		}
	}
}
