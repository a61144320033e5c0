package billing_test

import (
	"net/url"
)

func (f *follower) repricePlan() (string, error) {
	if !f.isPlain() || f.plan.id == "dashboard" || f.plan.interval != "month" {
		return "", nil
	}
	product := f.l.ask("POST", "products", url.Values{"name": {mNames["dashboard"]}})["id"].(string)
	price := f.l.ask("POST", "prices", url.Values{
		"product": {product}, "currency": {f.plan.currency}, "unit_amount": {"1200"}, "recurring[interval]": {"month"},
	})["id"].(string)
	f.update(url.Values{
		"items[0][id]": {f.l.plan().ItemID}, "items[0][price]": {price}, "proration_behavior": {"none"},
	})
	f.reprice()
	return mDone, nil
}

func (f *follower) giveCredit() (string, error) {
	if !f.had || f.gone {
		return "", nil
	}
	f.credit = 500
	f.l.ask("POST", "customers/"+f.l.customer().StripeID, url.Values{"balance": {"-500"}})
	return mDone, nil
}

func (f *follower) deleteCustomer() (string, error) {
	if !f.had || f.gone || len(f.log) < 8 {
		return "", nil
	}
	f.l.ask("DELETE", "customers/"+f.l.customer().StripeID, nil)
	f.deleteAtStripe()
	return mDone, nil
}

func (f *follower) giveCard(card string) (string, error) {
	if !f.had || f.gone {
		return "", nil
	}
	f.l.changeCard(mCards[card])
	f.card = card
	return mDone, nil
}
