package mails

import (
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/money"
	"github.com/prokken/prokken/views"
)

// billingPath is where a member sees and changes what they pay for.
const billingPath = "/account/billing"

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
			"Your bank did not let us collect " + l.Due.String() + " for: " + l.What + ". Cards expire or reach their limits, and accounts run out of money; paying another way takes a minute.",
		},
		Link:     site.BaseURL + billingPath,
		LinkText: "Fix it",
	}
	if l.URL != "" {
		m.Link, m.LinkText = l.URL, "Pay now"
	}
	if !l.NextAttemptAt.IsZero() {
		m.After = "Otherwise we try again on " + site.Day(l.NextAttemptAt) + "."
	}
	return m
}

func paymentUnderWay(site views.Site, l letter.PaymentUnderWay, _ string) body {
	return body{
		Subject: "Your payment to " + site.Name + " is being processed",
		Paragraphs: []string{
			"We asked your bank for " + l.Due.String() + " for: " + l.What + ". A bank debit takes a few days. You do not need to do anything, and we will email you the result.",
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
	text := "We refunded " + l.Refunded.String() + "."
	if l.Charged != l.Refunded {
		text = "Of " + l.Charged.String() + " we have refunded " + l.Refunded.String() + " in total."
	}
	return body{
		Subject:    "Your refund from " + site.Name,
		Paragraphs: []string{text + " You will see it on your account within five to ten days."},
		Link:       site.BaseURL + billingPath,
		LinkText:   "See your billing",
	}
}

func planCancelled(site views.Site, l letter.PlanCancelled, _ string) body {
	charged := "and nothing more is charged."
	if l.Owed.Amount > 0 {
		charged = "and nothing more is charged except your bill of " + l.Owed.String() + " for the current period."
	}
	return body{
		Subject: "Your plan " + l.Plan + " ends on " + site.Day(l.EndsAt),
		Paragraphs: []string{
			"As you asked, your plan " + l.Plan + " will not renew. You can use it until " + site.Day(
				l.EndsAt,
			) + ", " + charged + " What you stored stays readable.",
		},
		Link:     site.BaseURL + billingPath,
		LinkText: "Keep my plan",
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
			"Your free trial of " + l.Plan + " has begun. It ends on " + site.Day(
				l.At,
			) + ". If you do nothing, it then continues for " + money.WithTax(l.Price.String()+" a "+l.Interval, l.TaxBehavior) + nextWords(
				l.Renewal,
			) + " Cancel before then, and you pay nothing.",
		},
		Link:     site.BaseURL + billingPath,
		LinkText: "See or cancel it",
	}
}

func trialRefused(site views.Site, l letter.TrialRefused, _ string) body {
	return body{
		Subject: "Your card has already had a free trial",
		Paragraphs: []string{
			"There is one free trial per person, and the card that you gave for " + l.Plan + " has already had one. So your plan has ended, and nothing was charged. You can buy it without a trial at any time.",
		},
		Link:     site.BaseURL + "/pricing",
		LinkText: "See the plans",
		After:    "If that is a mistake, please reply to this email.",
	}
}

func trialEnding(site views.Site, l letter.TrialEnding, _ string) body {
	return body{
		Subject: "Your free trial of " + l.Plan + " ends on " + site.Day(l.At),
		Paragraphs: []string{
			"Your free trial of " + l.Plan + " ends on " + site.Day(
				l.At,
			) + ". If you do nothing, it continues for " + money.WithTax(l.Price.String()+" a "+l.Interval, l.TaxBehavior) + nextWords(
				l.Renewal,
			),
		},
		Link:     site.BaseURL + billingPath,
		LinkText: "Keep it or cancel it",
	}
}

func renewalAhead(site views.Site, l letter.RenewalAhead, _ string) body {
	return body{
		Subject: "Your plan " + l.Plan + " renews on " + site.Day(l.At),
		Paragraphs: []string{
			"On " + site.Day(
				l.At,
			) + " your plan " + l.Plan + " renews for another " + l.Interval + ", for " + money.WithTax(l.Price.String(), l.TaxBehavior) + nextWords(
				l.Renewal,
			) + " You do not need to do anything.",
		},
		Link:     site.BaseURL + billingPath,
		LinkText: "See or change it",
	}
}

func cardExpiring(site views.Site, l letter.CardExpiring, _ string) body {
	return body{
		Subject: "Your card ending in " + l.Last4 + " expires soon",
		Paragraphs: []string{
			"The card ending in " + l.Last4 + ", which pays your plan " + l.Plan + ", expires this month or next. If you have a new one, please add it before the next payment.",
		},
		Link:     site.BaseURL + billingPath,
		LinkText: "Update the card",
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
		After:      "Every admin gets this email, once. When it is resolved, please mark it as resolved there.",
	}
}
