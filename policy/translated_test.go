package policy_test

import (
	"testing"

	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/rendering"
	"github.com/prokken/prokken/site"
)

// translatedBases reads a German translation of the shipped Cookie Policy.
func translatedBases(
	t *testing.T, words policy.Words, confirmed policy.Confirmations,
) (map[string]policy.TranslatedBasis, []policy.UnconfirmedTranslation) {
	t.Helper()
	d := shippedPolicy(t, policy.CookiePolicy)
	evidence := claim.Evidence{Site: []string{"Prokken"}, Cookies: d.Cookies, Program: site.Program()}
	bases, open := d.TranslatedBases("de", words, evidence, confirmed)
	all := map[string]policy.TranslatedBasis{}
	for _, b := range bases {
		all[b.Says] = b
	}
	return all, open
}

// The text of the section on advertising cookies says two things that are checked.
const (
	noAds         = "Wir verwenden keine Werbe-Cookies."
	nothingLoaded = "Wir verwenden keine Cookies von Drittanbietern, und unsere Seiten laden nichts von anderen Websites."
	adsText       = "advertising-marketing-cookies-1"
	adsHeading    = "advertising-marketing-cookies.title"
)

// TestTranslatedBases: a translated sentence is recognized by its words alone, and only where
// nothing stands beside it or over it that nobody has confirmed.
func TestTranslatedBases(t *testing.T) {
	both := noAds + " " + nothingLoaded
	tests := map[string]struct {
		words policy.Words
		want  policy.Basis
	}{
		"both say what is checked": {policy.Words{adsText: both}, policy.Recognized},
		"in another order":         {policy.Words{adsText: nothingLoaded + " " + noAds}, policy.Recognized},
		"told apart": {
			policy.Words{adsText: noAds + " Wir setzen keine Cookies von Drittanbietern."},
			policy.Recognized,
		},
		"a sentence beside it": {policy.Words{adsText: both + " Außer am Wochenende."}, policy.NoBasis},
		"one of two is free":   {policy.Words{adsText: noAds + " Wir folgen niemandem."}, policy.NoBasis},
		"a heading over it":    {policy.Words{adsText: both, adsHeading: "Was andere behaupten"}, policy.NoBasis},
		"a heading over that": {
			policy.Words{adsText: both, "cookie-categories.title": "Was andere behaupten"},
			policy.NoBasis,
		},
		"the title": {policy.Words{adsText: both, "title": "Nichts hiervon ist wahr"}, policy.NoBasis},
		"a heading elsewhere": {
			policy.Words{adsText: both, "analytics-cookies.title": "Analyse"},
			policy.Recognized,
		},
		"a link": {
			policy.Words{adsText: "Wir verwenden keine [Werbe-Cookies](/legal/terms). " + nothingLoaded},
			policy.NoBasis,
		},
		"a word more": {
			policy.Words{adsText: "Wir verwenden meist keine Werbe-Cookies. " + nothingLoaded},
			policy.NoBasis,
		},
		"in emphasis":               {policy.Words{adsText: "**" + noAds + "** " + nothingLoaded}, policy.Recognized},
		"in another block":          {policy.Words{"third-party-cookies-1": noAds}, policy.NoBasis},
		"of another block, aligned": {policy.Words{"analytics-cookies-1": noAds + " " + noAds}, policy.NoBasis},
	}
	for name, tt := range tests {
		bases, _ := translatedBases(t, tt.words, nil)
		if got := bases[noAds].Basis; got != tt.want && (got != "" || tt.want != policy.NoBasis) {
			t.Errorf("%s: %q, want %q: %+v", name, got, tt.want, bases)
		}
	}
}

// TestEveryRecognizedSentenceCanBeSaid: what the grammar recognizes in the shipped Cookie Policy
// has a sentence in each language that bears the tick.
func TestEveryRecognizedSentenceCanBeSaid(t *testing.T) {
	d := shippedPolicy(t, policy.CookiePolicy)
	evidence := claim.Evidence{Site: []string{"Prokken"}, Cookies: d.Cookies, Program: site.Program()}
	n := 0
	for _, s := range d.Readings(evidence) {
		for _, code := range []string{"de", "bn"} {
			if sentences := rendering.Sentences(code, s.Reading.Says); s.Reading.Recognized() && len(sentences) == 0 {
				t.Errorf("%s: %q cannot be said", code, s.Says)
			}
		}
		if s.Reading.Recognized() {
			n++
		}
	}
	if n < 20 {
		t.Errorf("%d sentences are recognized", n)
	}
}

// TestTranslatedLine: the words of a line of security properties, with the lead that no
// translation changes.
func TestTranslatedLine(t *testing.T) {
	words := policy.Words{
		"security-properties-2.http_only": "die Cookies prokken_access und prokken_refresh sind httpOnly",
		"security-properties-2.secure":    "die Cookies prokken_access und prokken_refresh sind Secure",
	}
	bases, _ := translatedBases(t, words, nil)
	for _, says := range []string{
		"httpOnly — " + words["security-properties-2.http_only"], "Secure — " + words["security-properties-2.secure"],
	} {
		if bases[says].Basis != policy.Recognized {
			t.Errorf("%q: %+v", says, bases[says])
		}
	}
}

// TestConfirmedTranslation: a person's word is about one sentence in its text, language and place,
// and its mark is the hollow one.
func TestConfirmedTranslation(t *testing.T) {
	const free, rest = "Werbung gibt es bei uns nicht.", "Wir verfolgen niemanden auf anderen Websites."
	words := policy.Words{adsText: free + " " + rest}
	_, open := translatedBases(t, words, nil)
	if len(open) != 2 || open[0].Says != free || !open[0].Checked ||
		open[0].Original != "We do not use any advertising or marketing cookies." {
		t.Fatalf("%+v", open)
	}
	if len(open[0].Known) == 0 || open[0].Known[0] != noAds {
		t.Errorf("offered: %q", open[0].Known)
	}
	confirmed := policy.Confirmations{}
	for _, u := range open {
		confirmed[u.Key] = policy.Confirmation{Key: u.Key, As: policy.Translated}
	}
	bases, left := translatedBases(t, words, confirmed)
	if len(left) != 0 || bases[free].Basis != policy.Attested || bases[free].Confirmed == nil {
		t.Errorf("confirmed: %+v, %+v", left, bases)
	}
	for name, other := range map[string]policy.Words{
		"a sentence more":     {adsText: free + " " + rest + " Meistens."},
		"another beside it":   {adsText: free + " Wir verfolgen Sie auf anderen Websites."},
		"a sentence replaced": {adsText: "Werbung gibt es bei uns. " + rest},
		"moved":               {"third-party-cookies-1": free},
	} {
		if bases, _ := translatedBases(t, other, confirmed); bases[free].Basis == policy.Attested {
			t.Errorf("%s: still attested", name)
		}
	}
	for name, other := range map[string]policy.Words{
		"another beside it":   {adsText: free + " Wir verfolgen Sie auf anderen Websites."},
		"another original":    {"analytics-cookies-1": free + " " + rest},
		"another block of it": {"third-party-cookies-1": free + " " + rest + " Drei."},
	} {
		if _, others := translatedBases(t, other, nil); len(others) == 0 || others[0].Says != free ||
			others[0].Key == open[0].Key {
			t.Errorf("%s: the same key: %+v", name, others)
		}
	}
	for key := range confirmed {
		confirmed[key] = policy.Confirmation{Key: key, As: string(policy.Attested)}
	}
	if bases, _ := translatedBases(t, words, confirmed); bases[free].Basis == policy.Attested {
		t.Error("a word about the original was taken for one about the translation")
	}
}

// TestConfirmedTranslationOfStated: what nothing checks in the original bears no mark in a
// translation, and stands in the way of none once it is confirmed.
func TestConfirmedTranslationOfStated(t *testing.T) {
	words := policy.Words{adsText: noAds + " " + nothingLoaded, adsHeading: "Werbung"}
	_, open := translatedBases(t, words, nil)
	if len(open) != 1 || open[0].Block != adsHeading || open[0].Checked {
		t.Fatalf("%+v", open)
	}
	bases, _ := translatedBases(t, words, policy.Confirmations{open[0].Key: {Key: open[0].Key, As: policy.Translated}})
	if bases["Werbung"].Basis != policy.NoBasis || bases[noAds].Basis != policy.Recognized {
		t.Errorf("%+v", bases)
	}
}

// TestAnotherLanguage: a word about one language is none about another.
func TestAnotherLanguage(t *testing.T) {
	d := shippedPolicy(t, policy.CookiePolicy)
	evidence := claim.Evidence{Site: []string{"Prokken"}, Cookies: d.Cookies, Program: site.Program()}
	words := policy.Words{adsText: "Eins. Zwei."}
	_, german := d.TranslatedBases("de", words, evidence, nil)
	_, bangla := d.TranslatedBases("bn", words, evidence, nil)
	if len(german) != 2 || len(bangla) != 2 || german[0].Key == bangla[0].Key || german[0].Key == "" {
		t.Errorf("%+v, %+v", german, bangla)
	}
}
