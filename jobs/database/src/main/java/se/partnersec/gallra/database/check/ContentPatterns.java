package se.partnersec.gallra.database.check;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What gives away that a column holds which pages somebody visited, or what was on them: its name, its type, or what lies
 * in it. The privacy policy promises that traffic logs hold neither ("inte information om vilka specifika sidor").
 */
final class ContentPatterns {
    private static final Set<String> WORDS = Set.of(
            "url",
            "uri",
            "path",
            "query",
            "querystring",
            "referrer",
            "referer",
            "body",
            "content",
            "host",
            "hostname",
            "page",
            "title",
            "link",
            "href",
            "slug",
            "payload",
            "html",
            "search",
            "param",
            "argument",
            "route",
            "endpoint",
            "resource",
            "document",
            "message",
            "sida",
            "sidor",
            "titel",
            "rubrik",
            "innehall",
            "sokvag",
            "sokord",
            "lank");

    private static final List<String> ENDINGS = List.of("url", "path", "query", "content", "referrer", "referer");

    /** Types with room for a page; a short BINARY may be an address. */
    private static final Set<String> ROOMY =
            Set.of("tinytext", "text", "mediumtext", "longtext", "json", "tinyblob", "blob", "mediumblob", "longblob");

    private static final Pattern VALUE = Pattern.compile(
            String.join(
                    "|",
                    "[a-z][a-z0-9+.-]{1,15}://",
                    "^/(?:$|[^/\\s]*[a-zåäö])",
                    "^(?:get|head|post|put|delete|patch|options|connect|trace) \\S",
                    "[?&][\\w.%\\[\\]-]{1,64}=",
                    "^[\\w.%-]{1,64}=[^&\\s]{0,200}&[\\w.%-]{1,64}=",
                    "\\bwww\\.[a-z0-9-]+\\.",
                    "\\.[a-z]{2,24}(?::\\d{1,5})?/[^\\s]",
                    "\\.(?:html?|php|aspx?|jsp|cgi|css|js|png|jpe?g|gif|svg|pdf)(?:[?#/]|$)",
                    "<(?:!doctype|html|body|head|title|a|p|div|span|script|img|form)[\\s>]"),
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private ContentPatterns() {}

    static boolean inName(String column) {
        String snake = column.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
        return Arrays.stream(snake.split("[^\\p{L}]+"))
                .map(word -> word.replace('å', 'a').replace('ä', 'a').replace('ö', 'o'))
                .anyMatch(word -> WORDS.contains(word)
                        || (word.endsWith("s") && WORDS.contains(word.substring(0, word.length() - 1)))
                        || ENDINGS.stream().anyMatch(word::endsWith));
    }

    /** @param type as information_schema says it in DATA_TYPE */
    static boolean inType(String type) {
        return ROOMY.contains(type.toLowerCase(Locale.ROOT));
    }

    static boolean inValue(String value) {
        return VALUE.matcher(value.strip()).find();
    }
}
