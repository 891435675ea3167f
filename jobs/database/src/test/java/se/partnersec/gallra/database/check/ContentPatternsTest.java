package se.partnersec.gallra.database.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentPatternsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "url",
                "request_url",
                "RequestUrl",
                "reqpath",
                "path",
                "paths",
                "query",
                "query_string",
                "referrer",
                "http_referer",
                "body",
                "resp_body",
                "content",
                "content_2",
                "host",
                "hostname",
                "uri",
                "page",
                "page_title",
                "title",
                "sidor",
                "sökväg",
                "innehåll"
            })
    void names_of_pages_and_content_give_themselves_away(String column) {
        assertThat(ContentPatterns.inName(column)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id",
                "seen_at",
                "customer_id",
                "user_id",
                "service",
                "address",
                "processor_for",
                "bytes",
                "status",
                "port",
                "protocol",
                "security",
                "pathogen",
                "username",
                "session",
                "curlew",
                "weekday"
            })
    void other_names_do_not(String column) {
        assertThat(ContentPatterns.inName(column)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://exempel.se/konto",
                "ftp://x",
                "/",
                "/konto/fakturor?id=1",
                "/Priser",
                "GET /konto",
                "POST http",
                "id=1&namn=anna",
                "sida?q=lån",
                "www.exempel.se",
                "mail.exempel.se/inkorg",
                "mail.exempel.se:8443/a",
                "index.html",
                "rapport.pdf",
                "<p>Hej</p>",
                "<script src=x>",
                " /konto"
            })
    void pages_paths_queries_and_markup_are_seen_in_values(String value) {
        assertThat(ContentPatterns.inValue(value)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mail",
                "moln",
                "192.0.2.7",
                "2001:db8::7",
                "192.0.2.0/24",
                "2001:db8::/32",
                "/24",
                "anna@exempel.se",
                "mail.exempel.se",
                "TCP",
                "443",
                "K10002",
                "0b5e7c5e-93d2-4a0e-8f4e-0a54a1f0d0aa",
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36",
                "a=1",
                "in/ut",
                "",
                "?"
            })
    void addresses_services_and_programs_are_none(String value) {
        assertThat(ContentPatterns.inValue(value)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "MEDIUMTEXT", "json", "longblob"})
    void types_with_room_for_content_give_themselves_away(String type) {
        assertThat(ContentPatterns.inType(type)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"varchar", "bigint", "varbinary", "datetime", "inet6"})
    void other_types_do_not(String type) {
        assertThat(ContentPatterns.inType(type)).isFalse();
    }
}
