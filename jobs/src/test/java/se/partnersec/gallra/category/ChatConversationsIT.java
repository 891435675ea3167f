package se.partnersec.gallra.category;

import se.partnersec.gallra.testing.Scene;

class ChatConversationsIT extends CategoryContractTest {
    ChatConversationsIT() {
        super(Scene.CHATS);
    }
}
