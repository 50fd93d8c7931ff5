"""A browser that knows cookies, redirects and HTML forms, and nothing of any one provider."""
import html.parser
import http.cookiejar
import urllib.error
import urllib.parse
import urllib.request

REDIRECTS = {301, 302, 303, 307, 308}
PAGES_AT_MOST = 20


class Form:
    def __init__(self, page, attributes):
        self.action = urllib.parse.urljoin(page, attributes.get("action") or "")
        self.method = attributes.get("method", "get").lower()
        self.fields = {}
        self.buttons = []


class Page(html.parser.HTMLParser):
    """Where the browser is, and the forms that it sees there."""

    def __init__(self, url, status, text=""):
        super().__init__()
        self.url = url
        self.status = status
        self.text = text
        self.forms = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        name, value, kind = attributes.get("name"), attributes.get("value") or "", attributes.get("type")
        if tag == "form":
            self.forms.append(Form(self.url, attributes))
        elif self.forms and name and (tag == "button" or kind == "submit"):
            self.forms[-1].buttons.append((name, value))
        elif self.forms and name and tag == "input" and kind not in ("checkbox", "radio"):
            self.forms[-1].fields[name] = value


class Browser:
    def __init__(self, home):
        """`home` is the address that nothing listens on: whoever redirects there hands something to the app."""
        class Stay(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, *_):
                return None
        self.home = home
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()), Stay())

    def send(self, method, url, body=None, fields={}):
        """One request, no redirect followed; returns (status, headers, text)."""
        request = urllib.request.Request(url, data=body, method=method, headers=fields)
        try:
            answer = self.opener.open(request, timeout=60)
        except urllib.error.HTTPError as refusal:
            answer = refusal
        with answer:
            return answer.status, answer.headers, answer.read().decode()

    def open(self, url):
        return self._follow("GET", url)

    def submit(self, form, **filled):
        """Sends a form as a person would who filled these fields in, or pressed the button of that name and value."""
        return self._follow("POST", form.action, urllib.parse.urlencode({**form.fields, **filled}).encode())

    def _follow(self, method, url, body=None):
        for _ in range(PAGES_AT_MOST):
            status, headers, text = self.send(method, url, body)
            if status not in REDIRECTS:
                return Page(url, status, text)
            method, url, body = "GET", urllib.parse.urljoin(url, headers["Location"]), None
            if url.startswith(self.home):
                return Page(url, status)
        raise RuntimeError(f"redirected without end, last to {urllib.parse.urlsplit(url).path}")
