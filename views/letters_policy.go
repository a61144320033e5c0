package views

import (
	"github.com/prokken/prokken/models/policies"
)

func confirmSubscription(site Site, _ facts, token string) mailContent {
	return mailContent{
		Subject: "Do you want mails when our policies change?",
		Paragraphs: []string{
			"Someone, hopefully you, asked " + site.Name + " to write to this address whenever one of its policies changes.",
		},
		Link:     site.BaseURL + "/legal/subscribe/confirm?token=" + token,
		LinkText: "Yes, write to me",
		After:    "If it was not you, do nothing: we write no more, and forget this address after 7 days.",
	}
}

func alreadySubscribed(site Site, _ facts, token string) mailContent {
	return mailContent{
		Subject: "You already get mails when our policies change",
		Paragraphs: []string{
			"Someone, hopefully you, asked " + site.Name + " to write to this address whenever one of its policies changes. We do that already, so nothing was changed.",
		},
		Unsubscribe: unsubscribeLink(site, token),
	}
}

// policyChanged tells the same to subscribers and members; only why they get the
// mail differs.
func policyChanged(site Site, f facts, token string) mailContent {
	m := mailContent{
		Subject: "We have changed our " + f["title"],
		Paragraphs: []string{
			"There is a new version of our " + f["title"] + ". What changed, in one line:",
			f["summary"],
			"It is in effect now.",
		},
		Link:        site.BaseURL + f["page"],
		LinkText:    "Read version " + f["number"],
		After:       why(site, f, token),
		Unsubscribe: unsubscribeLink(site, token),
	}
	if f["date"] != "" {
		m.Subject = "We will change our " + f["title"]
		m.Paragraphs[2] = "It takes effect on " + f["date"] + ". Until then the version before it holds."
	}
	if f["materiality"] == string(policies.AskAgain) {
		m.Paragraphs = append(m.Paragraphs, asked(site, f))
	}
	if f["compare"] != "" {
		m.More = []Link{{m.LinkText, m.Link}}
		m.Link, m.LinkText = site.BaseURL+f["compare"], "See what changed, side by side"
	}
	return m
}

// asked says what a change will ask of members.
func asked(site Site, f facts) string {
	when := "The next time you open your account"
	if f["date"] != "" {
		when = "The first time you open your account after that"
	}
	if f["member"] == "" {
		when = "If you have an account at " + site.Name + ": the first time you open it with the new version in effect"
	}
	return when + ", we ask you once to agree to it. If you would rather not, you can take your data with you and delete your account there."
}

func why(site Site, f facts, token string) string {
	switch {
	case f["member"] == "":
		return "You get this mail because you asked us to write when a policy changes."
	case token == "":
		return "You get this mail because you have an account at " + site.Name + ", and this change matters to it."
	}
	return "You get this mail because you have an account at " + site.Name + ", and because you asked us to write when a policy changes."
}

// policyWithdrawn is true whether or not the first letter came: one that still
// waited when the version was withdrawn is never sent.
func policyWithdrawn(site Site, f facts, token string) mailContent {
	return mailContent{
		Subject: "A change of our " + f["title"] + " is taken back",
		Paragraphs: []string{
			"We had published version " + f["number"] + " of our " + f["title"] + " ahead of its time, and have taken it back before it took effect.",
			"Nothing changes because of it, and you need do nothing. A mail from us about that version, if you got one, counts no more.",
		},
		Link:        site.BaseURL + f["page"],
		LinkText:    "See the version that was taken back",
		After:       why(site, f, token),
		Unsubscribe: unsubscribeLink(site, token),
	}
}

func unsubscribeLink(site Site, token string) string {
	if token == "" {
		return ""
	}
	return site.BaseURL + "/legal/unsubscribe?token=" + token
}
