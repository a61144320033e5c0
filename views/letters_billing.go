package views

import (
	"strconv"
	"time"

	"github.com/prokken/prokken/money"
	"github.com/prokken/prokken/views/display"
)

// billingPath is where a member sees and changes what they pay for.
const billingPath = "/account/billing"

// sum is an amount that a letter tells: a number of the smallest unit.
func sum(f facts, key string) string {
	n, _ := strconv.ParseInt(f[key], 10, 64) // written by billing
	return money.Short(n, f["currency"])
}

// dayOf is a moment that a letter tells, as a day.
func dayOf(f facts, key string) string {
	at, err := time.Parse(time.RFC3339, f[key])
	if err != nil {
		return f[key]
	}
	return display.LongDate(at)
}

func receipt(site Site, f facts, _ string) mailContent {
	m := mailContent{
		Subject:    "Your receipt from " + site.Name + ": " + sum(f, "amount"),
		Paragraphs: []string{"Thank you. We received " + sum(f, "amount") + " for: " + f["what"] + "."},
		Link:       site.BaseURL + billingPath,
		LinkText:   "See your billing",
		After:      "This was invoice " + f["number"] + ".",
	}
	if f["url"] != "" {
		m.More = []Link{{"See the invoice", f["url"]}}
	}
	return m
}

func paymentFailed(site Site, f facts, _ string) mailContent {
	m := mailContent{
		Subject: "Your payment to " + site.Name + " did not go through",
		Paragraphs: []string{
			"Your bank did not let us collect " + sum(
				f,
				"amount",
			) + " for: " + f["what"] + ". Nothing was charged. Cards expire or run into limits; paying with another one takes a minute.",
		},
		Link:     site.BaseURL + billingPath,
		LinkText: "Mend it",
	}
	if f["url"] != "" {
		m.Link, m.LinkText = f["url"], "Pay now"
	}
	if f["next"] != "" {
		m.After = "Else we try again on " + dayOf(f, "next") + "."
	}
	return m
}

func refunded(site Site, f facts, _ string) mailContent {
	text := "We gave back " + sum(f, "amount") + "."
	if f["of"] != f["amount"] {
		text = "Of " + sum(f, "of") + " we gave back " + sum(f, "amount") + " in all."
	}
	return mailContent{
		Subject:    "Your refund from " + site.Name,
		Paragraphs: []string{text + " It shows on your account within five to ten days."},
		Link:       site.BaseURL + billingPath,
		LinkText:   "See your billing",
	}
}

func planCancelled(site Site, f facts, _ string) mailContent {
	return mailContent{
		Subject: "Your plan " + f["plan"] + " ends on " + dayOf(f, "ends"),
		Paragraphs: []string{
			"As you wished, your plan " + f["plan"] + " is not renewed. You can use it until " + dayOf(
				f,
				"ends",
			) + ", and nothing more is charged. What you stored stays readable.",
		},
		Link:     site.BaseURL + billingPath,
		LinkText: "Change your mind",
	}
}

func planEnded(site Site, f facts, _ string) mailContent {
	return mailContent{
		Subject: "Your plan " + f["plan"] + " has ended",
		Paragraphs: []string{
			"Your plan " + f["plan"] + " has ended. Nothing more is charged. What you stored stays readable, and you can choose a plan again at any time.",
		},
		Link:     site.BaseURL + "/pricing",
		LinkText: "See the plans",
	}
}

func trialEnding(site Site, f facts, _ string) mailContent {
	return mailContent{
		Subject: "Your free trial of " + f["plan"] + " ends on " + dayOf(f, "date"),
		Paragraphs: []string{
			"Your free trial of " + f["plan"] + " ends on " + dayOf(
				f,
				"date",
			) + ". If you do nothing, it goes on for " + sum(
				f,
				"amount",
			) + " a " + f["interval"] + ", before taxes and discounts.",
		},
		Link:     site.BaseURL + billingPath,
		LinkText: "Keep it or cancel it",
	}
}

func renewalAhead(site Site, f facts, _ string) mailContent {
	return mailContent{
		Subject: "Your plan " + f["plan"] + " renews on " + dayOf(f, "date"),
		Paragraphs: []string{
			"On " + dayOf(
				f,
				"date",
			) + " your plan " + f["plan"] + " goes on for another " + f["interval"] + ", for " + sum(
				f,
				"amount",
			) + " before taxes and discounts. You need do nothing.",
		},
		Link:     site.BaseURL + billingPath,
		LinkText: "See or change it",
	}
}

func cardExpiring(site Site, f facts, _ string) mailContent {
	return mailContent{
		Subject: "Your card ending in " + f["last4"] + " expires soon",
		Paragraphs: []string{
			"The card ending in " + f["last4"] + ", which pays your plan " + f["plan"] + ", expires this month or next. If you have a new one, please tell us its number before the next payment.",
		},
		Link:     site.BaseURL + billingPath,
		LinkText: "Change the card",
	}
}

// billingAlert goes to admins.
func billingAlert(site Site, f facts, _ string) mailContent {
	return mailContent{
		Subject:    AlertWords(f["alert"]) + ": please look at " + site.Name + "'s billing",
		Paragraphs: []string{f["note"]},
		Link:       site.BaseURL + "/admin/billing#alerts",
		LinkText:   "See the alert",
		More:       []Link{{"See the customer", site.BaseURL + "/admin/billing/customers/" + f["customer"]}},
		After:      "Every admin gets this mail, once. When it is dealt with, please press “Dealt with” there.",
	}
}
