package se.partnersec.gallra.config.settings;

/** A database user with its password, which never shows in text. */
public record DatabaseAccount(String user, String password) {
    @Override
    public String toString() {
        return "Account[user=" + user + "]";
    }
}
