package graph

// The texts of the lists.
var (
	msgCursor = Message{
		"Бұл курсор оқылмайды: оны жауаптан өзгертпей алыңыз.",
		"Этот курсор не читается: возьмите его из ответа без изменений.",
		"This cursor cannot be read: take it from an answer unchanged.",
	}
	msgCursorOrder = Message{
		"Бұл курсор басқа ретпен сұрыпталған тізімнен алынған.",
		"Этот курсор взят из списка, упорядоченного иначе.",
		"This cursor comes from a list in another order.",
	}
	msgSearch = Message{
		"Іздеу мәтіні %d таңбадан ұзын.",
		"Текст поиска длиннее %d знаков.",
		"The text to search for is longer than %d characters.",
	}
)
