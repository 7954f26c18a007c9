/// Conversations: how messages become the one text that a model was tuned on.
package org.vitrina.chat;
