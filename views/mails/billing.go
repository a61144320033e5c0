package mails

import (
	"time"

	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/money"
	"github.com/prokken/prokken/views"
)

// billingPath is where a member sees and changes what they pay for.
const billingPath = "/account/billing"

// day is the day of a moment as mails about billing print it.
func day(t time.Time) string { return t.UTC().Format("January 2, 2006") }

func receipt(site views.Site, l letter.Receipt, _ string) body {
	m := body{
		Subject:    "Your receipt from " + site.Name + ": " + l.Paid.String(),
		Paragraphs: []string{"Thank you. We received " + l.Paid.String() + " for: " + l.What + "."},
		Link:       site.BaseURL + billingPath,
		LinkText:   "See your billing",
		After:      "This was invoice " + l.Number + ".",
	}
	if l.URL != "" {
		m.More = []link{{"See the invoice", l.URL}}
	}
	return m
}

func paymentFailed(site views.Site, l letter.PaymentFailed, _ string) body {
	m := body{
		Subject: "Your payment to " + site.Name + " did not go through",
		Paragraphs: []string{
			"Your bank did not let us collect " + l.Due.String() + " for: " + l.What + ". Cards expire or run into limits, and accounts run dry; paying another way takes a minute.",
		},
		Link:     site.BaseURL + billingPath,
		LinkText: "Mend it",
	}
	if l.URL != "" {
		m.Link, m.LinkText = l.URL, "Pay now"
	}
	if !l.NextAttemptAt.IsZero() {
		m.After = "Else we try again on " + day(l.NextAttemptAt) + "."
	}
	return m
}

func paymentUnderWay(site views.Site, l letter.PaymentUnderWay, _ string) body {
	return body{
		Subject: "Your payment to " + site.Name + " is under way",
		Paragraphs: []string{
			"We asked your bank for " + l.Due.String() + " for: " + l.What + ". With a bank debit that takes some days. You need do nothing, and a mail tells you how it went.",
		},
		Link:     site.BaseURL + billingPath,
		LinkText: "See your billing",
	}
}

func paymentToConfirm(site views.Site, l letter.PaymentToConfirm, _ string) body {
	return body{
		Subject: "Please confirm your payment to " + site.Name,
		Paragraphs: []string{
			"Your bank wants you to confirm the payment of " + l.Due.String() + " for: " + l.What + ". Until then nothing is charged.",
		},
		Link:     l.URL,
		LinkText: "Confirm it",
	}
}

func refunded(site views.Site, l letter.Refunded, _ string) body {
	text := "We gave back " + l.Refunded.String() + "."
	if l.Charged != l.Refunded {
		text = "Of " + l.Charged.String() + " we gave back " + l.Refunded.String() + " in all."
	}
	return body{
		Subject:    "Your refund from " + site.Name,
		Paragraphs: []string{text + " It shows on your account within five to ten days."},
		Link:       site.BaseURL + billingPath,
		LinkText:   "See your billing",
	}
}

func planCancelled(site views.Site, l letter.PlanCancelled, _ string) body {
	charged := "and nothing more is charged."
	if l.Owed.Amount > 0 {
		charged = "and nothing more is charged but your bill of " + l.Owed.String() + " for the period that has begun."
	}
	return body{
		Subject: "Your plan " + l.Plan + " ends on " + day(l.EndsAt),
		Paragraphs: []string{
			"As you wished, your plan " + l.Plan + " is not renewed. You can use it until " + day(
				l.EndsAt,
			) + ", " + charged + " What you stored stays readable.",
		},
		Link:     site.BaseURL + billingPath,
		LinkText: "Change your mind",
	}
}

func planEnded(site views.Site, l letter.PlanEnded, _ string) body {
	return body{
		Subject: "Your plan " + l.Plan + " has ended",
		Paragraphs: []string{
			"Your plan " + l.Plan + " has ended. Nothing more is charged. What you stored stays readable, and you can choose a plan again at any time.",
		},
		Link:     site.BaseURL + "/pricing",
		LinkText: "See the plans",
	}
}

// nextWords tell what discounts and credit do to the next payment.
func nextWords(l letter.Renewal) string {
	words := "."
	switch {
	case l.Next.Currency != "" && l.Next.Amount == 0:
		words += " With your discount, you pay nothing this time."
	case l.Next.Currency != "":
		words += " With your discount, it is " + money.WithTax(l.Next.String(), l.TaxBehavior) + " this time."
	}
	if l.Credit.Amount > 0 {
		words += " Your credit of " + l.Credit.String() + " pays first."
	}
	return words
}

func trialBegun(site views.Site, l letter.TrialBegun, _ string) body {
	return body{
		Subject: "Your free trial of " + l.Plan + " has begun",
		Paragraphs: []string{
			"Your free trial of " + l.Plan + " has begun. It ends on " + day(
				l.At,
			) + ". If you do nothing, it goes on then for " + money.WithTax(l.Price.String()+" a "+l.Interval, l.TaxBehavior) + nextWords(
				l.Renewal,
			) + " Cancel before, and you pay nothing.",
		},
		Link:     site.BaseURL + billingPath,
		LinkText: "See or cancel it",
	}
}

func trialRefused(site views.Site, l letter.TrialRefused, _ string) body {
	return body{
		Subject: "Your card had a free trial before",
		Paragraphs: []string{
			"There is one free trial for each person, and the card that you gave for " + l.Plan + " had one already. So your plan has ended, and nothing was charged. You can buy it without a trial at any time.",
		},
		Link:     site.BaseURL + "/pricing",
		LinkText: "See the plans",
		After:    "If that is a mistake, please answer this mail.",
	}
}

func trialEnding(site views.Site, l letter.TrialEnding, _ string) body {
	return body{
		Subject: "Your free trial of " + l.Plan + " ends on " + day(l.At),
		Paragraphs: []string{
			"Your free trial of " + l.Plan + " ends on " + day(
				l.At,
			) + ". If you do nothing, it goes on for " + money.WithTax(l.Price.String()+" a "+l.Interval, l.TaxBehavior) + nextWords(
				l.Renewal,
			),
		},
		Link:     site.BaseURL + billingPath,
		LinkText: "Keep it or cancel it",
	}
}

func renewalAhead(site views.Site, l letter.RenewalAhead, _ string) body {
	return body{
		Subject: "Your plan " + l.Plan + " renews on " + day(l.At),
		Paragraphs: []string{
			"On " + day(
				l.At,
			) + " your plan " + l.Plan + " goes on for another " + l.Interval + ", for " + money.WithTax(l.Price.String(), l.TaxBehavior) + nextWords(
				l.Renewal,
			) + " You need do nothing.",
		},
		Link:     site.BaseURL + billingPath,
		LinkText: "See or change it",
	}
}

func cardExpiring(site views.Site, l letter.CardExpiring, _ string) body {
	return body{
		Subject: "Your card ending in " + l.Last4 + " expires soon",
		Paragraphs: []string{
			"The card ending in " + l.Last4 + ", which pays your plan " + l.Plan + ", expires this month or next. If you have a new one, please tell us its number before the next payment.",
		},
		Link:     site.BaseURL + billingPath,
		LinkText: "Change the card",
	}
}

// billingAlert goes to admins.
func billingAlert(site views.Site, l letter.BillingAlert, _ string) body {
	return body{
		Subject:    views.AlertWords(l.Alert) + ": please look at " + site.Name + "'s billing",
		Paragraphs: []string{l.Note},
		Link:       site.BaseURL + "/admin/billing#alerts",
		LinkText:   "See the alert",
		More:       []link{{"See the customer", site.BaseURL + "/admin/billing/customers/" + l.Customer.String()}},
		After:      "Every admin gets this mail, once. When it is dealt with, please press “Dealt with” there.",
	}
}
