/// Conversations: how messages become the one text that a model was tuned on, and that text the tokens it reads.
///
/// Read [org.vitrina.chat.ChatTemplate] first: it runs the template in a model's own file, a program in Jinja, of
/// which [org.vitrina.chat.ChatTokens] shows which token belongs to whom. A message is plain text whatever it
/// holds: only the template can write the tokens that steer a model.
package org.vitrina.chat;
