package se.partnersec.gallra.requests;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.holds.identity.KeySpellings;
import se.partnersec.gallra.holds.identity.NameCondition;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.support.crypto.Pseudonymizer;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;
import se.partnersec.gallra.support.text.VisibleText;

/**
 * Finds the one person a key stands for. A hold errs to the wider side and takes whoever bears a name; a request would
 * erase, so it takes a name only where a single person bears it.
 */
final class SubjectResolver {
    private static final Sentences SENTENCES = Sentences.of("requests");
    /** Written before a key to say that it is one and no other name. */
    private static final String BY_KEY = "id:";

    /** Shorter ones, and those without a letter or digit, stand for nobody: they are what is left where a name was. */
    private static final int SHORTEST_NAME = 3;

    /** Words such as "unknown" stand in many records, and are nobody's name. */
    private static final Pattern ADDRESS = Pattern.compile("[^@\\s]+@[^@\\s]+");

    private static final int FEWEST_DIGITS = 6;

    private final JdbcTemplate jdbc;
    private final KeyTypes kinds;
    private final SourceMapping.@Nullable Identity users;

    SubjectResolver(JdbcTemplate jdbc, SourceMapping sources, KeyTypes kinds) {
        this.jdbc = jdbc;
        this.kinds = kinds;
        this.users = sources.identities().get(ScopeType.USER);
    }

    /**
     * A person by technical key.
     *
     * @param names all others they are known by
     * @param own those of the names that nobody else bears: only by these may a record be taken for theirs
     */
    record Subject(String key, List<String> names, Set<String> own) {

        /** Whether it is somebody who is no user. */
        boolean byName() {
            return SubjectRequest.byName(key);
        }

        /** What speaks against keeping these texts for good: that one of them names the person. */
        List<String> named(@Nullable String... texts) {
            for (String name : names) {
                Pattern word = Pattern.compile(
                        "(?<![\\p{L}\\p{N}])" + Pattern.quote(HoldScope.key(name)) + "(?![\\p{L}\\p{N}])");
                for (String text : texts) {
                    if (text != null && word.matcher(HoldScope.key(text)).find()) {
                        return List.of(SENTENCES.say("requests.what-you-write-outlives-person-data"));
                    }
                }
            }
            return List.of();
        }
    }

    /** @throws RefusedException if nobody or more than one bears it, naming the keys that were found */
    String find(String text) {
        boolean key = text.strip().startsWith(BY_KEY);
        String sought = key ? text.strip().substring(BY_KEY.length()) : text;
        VisibleText.require(SENTENCES.say("requests.key-user"), sought);
        if (sought.isBlank() || sought.length() > 255) {
            throw RefusedException.usage(SENTENCES.say("requests.key-user-1-255-characters-change"));
        }
        Map<String, List<String>> found =
                key ? bearers(sought, List.of(identity().table().key())) : inAnySpelling(sought);
        if (found.isEmpty()) {
            throw RefusedException.usage(SENTENCES.say("requests.no-user-key-name-look-spelling"));
        }
        if (found.size() > 1) {
            String who = found.entrySet().stream()
                    .map(each -> SENTENCES.say(
                            "requests.bearer",
                            BY_KEY,
                            each.getKey(),
                            String.join(SENTENCES.say("requests.and"), each.getValue())))
                    .collect(Collectors.joining(", "));
            throw RefusedException.usage(
                    SENTENCES.say("requests.fits-users-request-about-one-ask", found.size(), who, BY_KEY));
        }
        return found.keySet().iterator().next();
    }

    /**
     * Somebody who is no user, by an address or number that records bear.
     *
     * @return with a keyed tag for a key: the name itself is written nowhere
     * @throws RefusedException if a user bears it, or it is no name
     */
    Subject unnamed(String text, Pseudonymizer tags) {
        VisibleText.require(SENTENCES.say("requests.name"), text);
        if (text.length() > 255 || !ADDRESS.matcher(text.strip()).matches() && digits(text) < FEWEST_DIGITS) {
            throw RefusedException.usage(SENTENCES.say("requests.name-address-or-number"));
        }
        Map<String, List<String>> users = inAnySpelling(text);
        if (!users.isEmpty()) {
            throw RefusedException.usage(
                    SENTENCES.say("requests.name-of-user", BY_KEY + String.join(", " + BY_KEY, users.keySet())));
        }
        String name = text.strip();
        return new Subject(tagged(name, tags), List.of(name), new LinkedHashSet<>(List.of(name, HoldScope.key(name))));
    }

    /**
     * The person of a request.
     *
     * @param name of somebody who is no user, typed anew because nobody wrote it down; null for a user
     * @throws RefusedException if it is another name than the request was entered by, or missing, or not called for
     */
    Subject of(SubjectRequest request, @Nullable String name, Pseudonymizer tags) {
        if (name == null) {
            if (request.byName()) {
                throw RefusedException.usage(SENTENCES.say("requests.entered-by-name", request.name()));
            }
            return get(request.subject());
        }
        if (!request.byName()) {
            throw RefusedException.usage(SENTENCES.say("requests.entered-by-key", request.name()));
        }
        Subject subject = unnamed(name, tags);
        if (!subject.key().equals(request.subject())) {
            throw RefusedException.usage(SENTENCES.say("requests.another-name", request.name()));
        }
        return subject;
    }

    /** Users with the name as it is written; if there are none, users with another spelling of the same telephone or address. */
    private Map<String, List<String>> inAnySpelling(String text) {
        Map<String, List<String>> found = bearers(text, columns());
        if (found.isEmpty()) {
            spellings(text).forEach(other -> found.putAll(bearers(other, columns())));
        }
        return found;
    }

    /** Other spellings of the same telephone or address. */
    static List<String> spellings(String text) {
        return KeySpellings.of(new HoldScope(ScopeType.USER, text.strip()));
    }

    private static long digits(String text) {
        return text.codePoints().filter(Character::isDigit).count();
    }

    private static String tagged(String name, Pseudonymizer tags) {
        return SubjectRequest.TAG + HexFormat.of().formatHex(tags.tag("request subject", HoldScope.key(name)));
    }

    /** Who has the key now; without names if the person's own row is gone. */
    Subject get(String key) {
        List<String> names = new ArrayList<>();
        List<String> aliases = identity().aliases();
        if (!aliases.isEmpty()) {
            Map<String, String> row = new HashMap<>();
            query(key, List.of(identity().table().key()), (id, values) -> {
                if (id.equals(key)) {
                    row.putAll(values);
                }
            });
            aliases.stream().map(row::get).filter(SubjectResolver::names).forEach(names::add);
        }
        Set<String> own = new LinkedHashSet<>();
        for (String name : names) {
            if (bearers(name, columns()).keySet().equals(Set.of(key))) {
                own.add(name);
            }
        }
        return new Subject(key, List.copyOf(names), Set.copyOf(own));
    }

    private static boolean names(@Nullable String name) {
        return name != null
                && name.strip().length() >= SHORTEST_NAME
                && name.codePoints().anyMatch(Character::isLetterOrDigit);
    }

    /** By key of the user, the columns in which the text stands. */
    private Map<String, List<String>> bearers(String text, List<String> columns) {
        Map<String, List<String>> found = new LinkedHashMap<>();
        query(text, columns, (id, values) -> {
            List<String> where = new ArrayList<>();
            columns.forEach(column -> {
                String value = values.get(column);
                if (value != null && HoldScope.key(value).equals(HoldScope.key(text))) {
                    where.add(column);
                }
            });
            found.put(id, where);
        });
        return found;
    }

    private interface Reader {
        void read(String id, Map<String, String> values);
    }

    private void query(String text, List<String> columns, Reader reader) {
        SourceMapping.Identity identity = identity();
        NameCondition match = new NameCondition(
                identity.table(), kinds, new LinkedHashSet<>(List.of(text, text.strip(), HoldScope.key(text))));
        List<String> terms = new ArrayList<>();
        List<Object> args = new ArrayList<>();
        columns.forEach(column -> match.slowly(column, terms, args));
        if (terms.isEmpty()) {
            return;
        }
        List<String> all = columns();
        jdbc.query(
                "SELECT " + all.stream().map(c -> "`" + c + "`").collect(Collectors.joining(", ")) + " FROM "
                        + identity.table().quoted() + " WHERE " + String.join(" OR ", terms),
                row -> {
                    Map<String, String> values = new HashMap<>();
                    for (int i = 0; i < all.size(); i++) {
                        values.put(all.get(i), row.getString(i + 1));
                    }
                    reader.read(row.getString(1), values);
                },
                args.toArray());
    }

    private List<String> columns() {
        List<String> columns = new ArrayList<>(List.of(identity().table().key()));
        columns.addAll(identity().aliases());
        return columns;
    }

    private SourceMapping.Identity identity() {
        if (users == null) {
            throw RefusedException.usage(SENTENCES.say("requests.sources-yml-does-not-say-where"));
        }
        return users;
    }
}
