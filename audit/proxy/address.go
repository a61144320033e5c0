package proxy

import "net/netip"

// reach says who may be connected to at an address.
type reach int

const (
	never   reach = iota // nobody: metadata, multicast, what stands for another address
	private              // who is allowed to
	public               // everybody
)

// nevers are refused whoever allows them. Addresses of cloud metadata are among
// them, wherever the clouds put them.
var nevers = prefixes(
	"0.0.0.0/8", "169.254.0.0/16", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15",
	"198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
	"100.100.100.200/32", "168.63.129.16/32", // Alibaba, Azure
	"fd00:ec2::/32", "fd20:ce::/32", "fd00:c1::/32", "fd00:42::/32", // AWS, Google, Oracle, Scaleway
	"2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", // Teredo and other special ones, documentation, 6to4
)

var privates = prefixes(
	"10.0.0.0/8",
	"100.64.0.0/10",
	"127.0.0.0/8",
	"172.16.0.0/12",
	"192.168.0.0/16",
	"::1/128",
	"fc00::/7",
)

// unicast6 is all of IPv6 that is in public use. What is outside (mapped and
// compatible IPv4, NAT64, link-local, site-local, multicast) needs no list.
var unicast6 = netip.MustParsePrefix("2000::/3")

// reachOf takes an IPv4 address that is dressed as IPv6 for what it is.
func reachOf(a netip.Addr) reach {
	a = a.Unmap()
	switch {
	case !a.IsValid(), a.Zone() != "", within(nevers, a):
		return never
	case within(privates, a):
		return private
	case a.Is4(), unicast6.Contains(a):
		return public
	}
	return never
}

func within(list []netip.Prefix, a netip.Addr) bool {
	for _, prefix := range list {
		if prefix.Contains(a) {
			return true
		}
	}
	return false
}

func prefixes(list ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(list))
	for i, text := range list {
		out[i] = netip.MustParsePrefix(text)
	}
	return out
}
