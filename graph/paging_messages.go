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
	msgSealedFollowed = Message{
		"Құпия деректер жазылым арқылы көрсетілмейді: оларды бөлек сұраңыз.",
		"Закрытые данные по подписке не показываются: запросите их отдельно.",
		"Sealed data is not shown by subscription: ask for it separately.",
	}
	msgSearch = Message{
		"Іздеу мәтіні %d таңбадан ұзын.",
		"Текст поиска длиннее %d знаков.",
		"The text to search for is longer than %d characters.",
	}
	msgCounts = Message{
		"%d жолдан астам нәтиже шығады: сүзгіні тарылтыңыз, мысалы маусымды көрсетіңіз.",
		"Получается больше %d строк: сузьте отбор, например укажите сезон.",
		"There are more than %d rows: narrow the filter, for example to a season.",
	}
	msgRegionCode = Message{
		"Өңір коды KZ-63 немесе 630000000 түрінде жазылады.",
		"Код региона пишется как KZ-63 или 630000000.",
		"A region's code is written as KZ-63 or 630000000.",
	}
)
