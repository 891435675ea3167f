package se.partnersec.gallra.store;

/** A database user with its password, which never shows in text. */
public record Account(String user, String password) {
    @Override
    public String toString() {
        return "Account[user=" + user + "]";
    }
}
