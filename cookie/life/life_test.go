package life_test

import (
	"testing"
	"time"

	"github.com/prokken/prokken/cookie/life"
)

const day = 24 * time.Hour

// TestRead: how honest sites write how long their cookies live.
func TestRead(t *testing.T) {
	for text, want := range map[string][]time.Duration{ // all of them are meant
		"1 year": {365 * day, 366 * day}, "1 yr": {365 * day}, "1yr.": {365 * day}, "2 Years": {730 * day},
		"One year": {365 * day},
		"a year":   {365 * day}, "1y": {365 * day}, "10 years": {3650 * day}, "1.5 years": {547*day + 12*time.Hour},
		"1 month": {28 * day, 30 * day, 31 * day}, "13 months": {390 * day, 396 * day}, "6 mos": {180 * day, 183 * day},
		"12 months": {360 * day, 365 * day}, "1 year 1 month": {395 * day, 396 * day}, "1 year and 1 month": {396 * day},
		"1 year, 24 days": {389 * day}, "90 min": {90 * time.Minute}, "90 mins": {90 * time.Minute}, "24 Hrs": {day},
		"24h":      {day},
		"24 hours": {day}, "7-day": {7 * day}, "7 days": {7 * day}, "7d": {7 * day}, "Seven days": {7 * day},
		"0.5 hours": {30 * time.Minute},
		"0,5 hours": {30 * time.Minute}, "half an hour": {30 * time.Minute}, "Two weeks": {14 * day},
		"a fortnight": {14 * day}, "half a year": {182 * day, 183 * day},
		"86400": {day}, "1,000 hours": {1000 * time.Hour}, "31536000": {365 * day}, "twenty-four hours": {day},
		"30 s":              {30 * time.Second},
		"1 hour 30 minutes": {90 * time.Minute}, "1h 30min": {90 * time.Minute}, "up to 2 years": {730 * day, time.Hour},
		"max. 13 months": {396 * day, day}, "1-2 years": {365 * day, 730 * day}, "30–90 days": {30 * day, 90 * day},
		"between 30 and 90 days": {45 * day}, "6 months to 1 year": {200 * day}, "about 2 years": {700 * day},
		"at least 30 days": {90 * day},
		"Persistent":       {time.Hour, 3650 * day}, "Never expires": {400 * day}, "180\u00a0days": {180 * day},
		"Expires after 30 days": {30 * day},
		"a hundred days":        {100 * day}, "2 fortnights": nil, "400 days": {400 * day}, "1 ½ hours": {90 * time.Minute},
		"180 days.": {180 * day},
		"2 Jahre":   {730 * day}, "30 Tage": {30 * day}, "13 mois": {396 * day}, "2 ans": {730 * day}, "1 año": {365 * day},
		"6 meses": {183 * day},
	} {
		got, understood := life.Read(text)
		if understood != (want != nil) {
			t.Errorf("%q is understood: %t, %+v", text, understood, got)
		}
		for _, length := range want {
			if !got.Is(length) {
				t.Errorf("%q is %+v, and not %s", text, got, length)
			}
		}
	}
}

// TestReadIsNotLax: no spelling means what it does not say.
func TestReadIsNotLax(t *testing.T) {
	for text, wrong := range map[string][]time.Duration{
		"1 year": {364 * day, 367 * day, 730 * day, time.Hour}, "1 month": {27 * day, 32 * day, 60 * day},
		"13 months": {365 * day, 400 * day},
		"24 hours":  {25 * time.Hour, 23 * time.Hour}, "up to 2 years": {3 * 365 * day}, "at least 30 days": {day},
		"1-2 years":      {100 * day},
		"1 year 1 month": {365 * day, 730 * day}, "0.5 hours": {5 * time.Hour}, "1,000 hours": {time.Hour, 0},
		"twenty-four hours": {20 * time.Hour},
		"Never expires":     {day}, "about 2 years": {365 * day}, "half a year": {365 * day, 181 * day, 185 * day},
	} {
		got, _ := life.Read(text)
		for _, length := range wrong {
			if got.Is(length) {
				t.Errorf("%q means %s: %+v", text, length, got)
			}
		}
	}
	if l, _ := life.Read("Persistent"); l.Session {
		t.Error("it is a session")
	}
}

// TestSessions: ways to say that a cookie ends with the browser.
func TestSessions(t *testing.T) {
	for _, text := range []string{
		"Session", "session cookie", "Until you close your browser", "until the browser is closed",
		"When you close the browser",
		"End of session", "Browser session", "at the end of the browsing session", "Expires when the browser is closed",
		"Session only",
		"Sitzungsende", "Fin de session", "Fin de la sesión",
	} {
		if found := life.Find(text); len(found) == 0 || !found[0].Session {
			t.Errorf("%q: %+v", text, found)
		}
	}
}

// TestNotUnderstood: what may mean this or that, or nothing, is not read.
func TestNotUnderstood(t *testing.T) {
	for _, text := range []string{
		"", "30", "365", "0", "-1", "30m", "1.000 hours", "two three days", "a while", "years", "0 days",
		"as long as needed", "1 moon",
		"999999999999 years", "1 year or 2 weeks", "2026-12-31", "1 week 2 years", "session or 1 year",
	} {
		if got, understood := life.Read(text); understood {
			t.Errorf("%q is read as %+v", text, got)
		}
	}
}

// TestFind: each life of a text is found, so that a second one does not hide.
func TestFind(t *testing.T) {
	for text, want := range map[string]int{
		"30 days (in fact 2 years)": 2, "24 hours (1 day)": 2, "Session or 1 year": 2, "It counts 3 visits": 0,
		"1 year and 1 month":                        1,
		"We keep it. 30 days after your last visit": 1, "between 1 and 2 hours, then 3 days": 2, "Version 2 of year books": 0,
	} {
		if found := life.Find(text); len(found) != want {
			t.Errorf("%q: %+v", text, found)
		}
	}
}

// FuzzFind: nothing panics, and no life is upside down.
func FuzzFind(f *testing.F) {
	for _, text := range []string{"1-2 years", "between 3 and", "half a", "a hundred hundred days", "- 1 to 1 to 2 s", "up to up to 1 d"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, l := range life.Find(text) {
			if l.Shortest > l.Longest || l.Shortest < 0 {
				t.Errorf("%q: %+v", text, l)
			}
		}
		life.Read(text)
		life.Hints(text)
	})
}
