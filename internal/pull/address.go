package pull

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
)

// allowed lets HTTPS pass, and plain HTTP on this machine, where mirrors and
// tests are.
func allowed(address string) error {
	u, err := url.Parse(address)
	switch {
	case err != nil:
		return permanent{fmt.Errorf("the address %q: %w", shown(address), err)}
	case u.Host == "":
		return permanent{fmt.Errorf("the address %q has no host", shown(address))}
	case u.Scheme == "https", u.Scheme == "http" && loopback(u):
		return nil
	}
	return permanent{fmt.Errorf("the address %s is not HTTPS; a list that somebody could change on its way is not loaded", shown(address))}
}

func loopback(u *url.URL) bool {
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}

// checkRedirect follows where an address that is allowed leads.
func checkRedirect(next *http.Request, via []*http.Request) error {
	for _, r := range via {
		if r.URL.String() == next.URL.String() {
			return permanent{fmt.Errorf("redirect loop: %s leads back to itself", shown(next.URL.String()))}
		}
	}
	if len(via) > maxRedirects {
		return permanent{fmt.Errorf("redirect loop: more than %d redirects, the last to %s", maxRedirects, shown(next.URL.String()))}
	}
	if loopback(next.URL) && !loopback(via[0].URL) {
		return permanent{fmt.Errorf("redirected to %s, on this machine", shown(next.URL.String()))}
	}
	if err := allowed(next.URL.String()); err != nil {
		return permanent{fmt.Errorf("redirected: %w", err)}
	}
	return nil
}

// shown is an address for messages: without a password, and without a query,
// which may hold a key.
func shown(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		before, _, _ := strings.Cut(address, "?")
		return before
	}
	u.RawQuery = ""
	return u.Redacted()
}
