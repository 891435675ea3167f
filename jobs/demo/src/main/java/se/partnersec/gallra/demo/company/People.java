package se.partnersec.gallra.demo.company;

import java.text.Normalizer;
import java.util.Locale;

/** Invented companies and people. Every identifier is from a range that is set aside, or that nobody can have. */
public final class People {
    public static final int USERS_OF_CUSTOMER = 3;
    // The numbers 070-174 06 05 to 99, which the Swedish telecom authority keeps free for film and books.
    private static final int NUMBERS = 95;
    private static final String[] FIRST = {
        "Anna", "Björn", "Cecilia", "David", "Elin", "Fredrik", "Gunilla", "Håkan", "Ingrid", "Johan", "Karin", "Lars",
        "Märta", "Nils", "Olivia", "Per", "Rut", "Sven", "Tove", "Ulf", "Vera", "Wilma", "Yngve", "Åsa", "Örjan"
    };
    private static final String[] LAST = {
        "Ekgren",
        "Fagerlund",
        "Granström",
        "Holmdal",
        "Kvarnby",
        "Lindmyr",
        "Myrbäck",
        "Nyängen",
        "Oxelid",
        "Quistberg",
        "Rönnhed",
        "Sjölund",
        "Tallberg",
        "Vinterås",
        "Ågesta",
        "Äspnäs",
        "Östergren"
    };
    private static final String[] TRADE = {
        "bageriet",
        "snickeriet",
        "åkeriet",
        "redovisning",
        "trädgård",
        "verkstaden",
        "elektriska",
        "städ",
        "konsult",
        "bryggeriet",
        "optik",
        "måleri"
    };
    private static final String[] TREE = {"Björk", "Tall", "Ek", "Rönn", "Ask", "Hassel", "Lönn", "Sälg", "Al", "En"};
    // Places that are on no map.
    private static final String[] PLACE = {"Lillköping", "Påhittsvik", "Exempelboda", "Sagoberga", "Låtsashamn"};

    private People() {}

    public static String customerNo(long id) {
        return "K" + (10_000 + id);
    }

    /** Ten digits with a right check digit; no register hands out numbers that begin with 9999. */
    public static String orgNo(long id) {
        String digits = String.format(Locale.ROOT, "9999%05d", id % 100_000);
        String number = digits + checkDigit(digits);
        return number.substring(0, 6) + "-" + number.substring(6);
    }

    public static char checkDigit(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int weighed = i % 2 == 0 ? digit * 2 : digit;
            sum += weighed / 10 + weighed % 10;
        }
        return (char) ('0' + (10 - sum % 10) % 10);
    }

    public static String company(long id, DemoRandom random) {
        return random.of(TREE) + random.of(TRADE) + " i " + random.of(PLACE) + " AB " + id;
    }

    /** The customer whose user this is. */
    public static long customerOf(long user) {
        return (user - 1) / USERS_OF_CUSTOMER + 1;
    }

    public static String fullName(long user) {
        int n = (int) (user % 1_000_000);
        return FIRST[n % FIRST.length] + " " + LAST[n / 2 % LAST.length];
    }

    public static String userName(long user) {
        String plain = Normalizer.normalize(fullName(user), Normalizer.Form.NFD).replaceAll("\\p{M}", "");
        return plain.toLowerCase(Locale.ROOT).replace(' ', '.') + user;
    }

    public static String email(long user) {
        return userName(user) + "@exempel.se";
    }

    public static String phone(long user) {
        return "+467017406" + String.format(Locale.ROOT, "%02d", 5 + user % NUMBERS);
    }

    /** An address of the ranges for documentation (RFC 5737, RFC 3849). */
    public static String address(DemoRandom random) {
        return switch (random.below(4)) {
            case 0 -> "192.0.2." + random.below(256);
            case 1 -> "198.51.100." + random.below(256);
            case 2 -> "203.0.113." + random.below(256);
            default ->
                "2001:db8:" + Integer.toHexString(random.below(65_536)) + "::"
                        + Integer.toHexString(1 + random.below(65_535));
        };
    }
}
