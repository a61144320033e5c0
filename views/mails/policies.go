package mails

import (
	"strconv"
	"strings"

	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/program"
	"github.com/prokken/prokken/views"
)

// confirmSubscription offers to end it, too: then the address is forgotten at once.
func confirmSubscription(site views.Site, _ letter.ConfirmSubscription, token string) body {
	return body{
		Subject: "Do you want emails when our policies change?",
		Paragraphs: []string{
			"Someone, hopefully you, asked " + site.Name + " to email this address whenever one of its policies changes.",
		},
		Link:     site.BaseURL + "/legal/subscribe/confirm?token=" + token,
		LinkText: "Yes, subscribe me",
		After: "If it was not you, ignore this email: we will not write again, and will forget this address after " +
			program.Words(program.UnconfirmedSubscriptionsKept) + ".",
		Unsubscribe: unsubscribeLink(site, token),
	}
}

func alreadySubscribed(site views.Site, _ letter.AlreadySubscribed, token string) body {
	return body{
		Subject: "You already get emails when our policies change",
		Paragraphs: []string{
			"Someone, hopefully you, asked " + site.Name + " to email this address whenever one of its policies changes. We already do, so nothing was changed.",
		},
		Unsubscribe: unsubscribeLink(site, token),
	}
}

// policyChanged tells the same to subscribers and members; only why they get the
// mail differs.
func policyChanged(site views.Site, l letter.PolicyChanged, token string) body {
	m := body{
		Subject: "We have changed our " + l.Title,
		Paragraphs: []string{
			"There is a new version of our " + l.Title + ". What changed, in one line:",
			l.Summary,
			"It is in effect now.",
		},
		Link:        versionLink(site, l.PolicyVersion),
		LinkText:    "Read version " + number(l.Number),
		After:       why(site, l.Recipient, token),
		Unsubscribe: unsubscribeLink(site, token),
	}
	if !l.EffectiveAt.IsZero() {
		m.Subject = "We will change our " + l.Title
		m.Paragraphs[2] = "It takes effect on " + site.Moment(l.EffectiveAt) + ". Until then the previous version applies."
	}
	if len(l.Lost) > 0 {
		m.Paragraphs = append(
			m.Paragraphs,
			"Our program checks less of what the policy says than before. No longer checked: "+strings.Join(
				l.Lost,
				", ",
			),
		)
	}
	if l.AsksAgain {
		m.Paragraphs = append(m.Paragraphs, asked(site, l))
	}
	if l.Before > 0 {
		m.More = []link{{m.LinkText, m.Link}}
		m.Link, m.LinkText = compareLink(site, l), "See what changed, side by side"
	}
	return m
}

// asked says what a change will ask of members.
func asked(site views.Site, l letter.PolicyChanged) string {
	when := "The next time you open your account"
	if !l.EffectiveAt.IsZero() {
		when = "The first time you open your account after that"
	}
	if !l.Member {
		when = "If you have an account at " + site.Name + ": the first time you open it with the new version in effect"
	}
	return when + ", we ask you once to agree to it. If you would rather not, you can take your data with you and delete your account there."
}

func why(site views.Site, to letter.Recipient, token string) string {
	switch {
	case !to.Member:
		return "You get this email because you asked us to write when a policy changes."
	case token == "":
		return "You get this email because you have an account at " + site.Name + ", and this change matters to it."
	}
	return "You get this email because you have an account at " + site.Name + ", and because you asked us to write when a policy changes."
}

// policyWithdrawn is true whether or not the first letter came: one that still
// waited when the version was withdrawn is never sent.
func policyWithdrawn(site views.Site, l letter.PolicyWithdrawn, token string) body {
	return body{
		Subject: "A change to our " + l.Title + " is withdrawn",
		Paragraphs: []string{
			"We had published version " + number(
				l.Number,
			) + " of our " + l.Title + " in advance, and have withdrawn it before it took effect.",
			"Nothing changes because of it, and you do not need to do anything. If you got an email from us about that version, it no longer applies.",
		},
		Link:        versionLink(site, l.PolicyVersion),
		LinkText:    "See the version that was withdrawn",
		After:       why(site, l.Recipient, token),
		Unsubscribe: unsubscribeLink(site, token),
	}
}

func unsubscribeLink(site views.Site, token string) string {
	if token == "" {
		return ""
	}
	return site.BaseURL + "/legal/unsubscribe?token=" + token
}

func versionLink(site views.Site, v letter.PolicyVersion) string {
	return site.BaseURL + "/legal/" + v.Slug + "/versions/" + number(v.Number)
}

func compareLink(site views.Site, l letter.PolicyChanged) string {
	return site.BaseURL + "/legal/" + l.Slug + "/compare/" + number(l.Before) + "/" + number(l.Number)
}

func number(n int64) string { return strconv.FormatInt(n, 10) }
